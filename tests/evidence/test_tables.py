import subprocess
import sys

import pytest

from helpers import paths
from helpers.errors import BookError
from helpers.evidence import package
from helpers.evidence.tables import rows, table


@pytest.mark.parametrize("module", ["helpers.evidence", "helpers.evidence.relations"])
def test_importing_and_reading_rows_loads_nothing_heavy(module):
    code = (
        f"import sys, {module}; from helpers.evidence.tables import rows; rows('observations'); "
        "print([name for name in ('pandas', 'numpy', 'frictionless', 'geopandas') "
        "if name in sys.modules])"
    )
    environment = {"PYTHONPATH": str(paths.SOURCE)}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("name", package.tables())
def test_every_table_loads_with_the_types_of_its_contract(name):
    frame = table(name)
    assert len(frame) == package.resource(name)["rows"]
    for field, contract in package.fields(name).items():
        expected = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
        assert str(frame[field].dtype) == expected.get(contract["type"], "str"), field


def test_rows_and_table_agree():
    frame = table("observations")
    for row, value, note in zip(rows("observations"), frame["value"], frame["note"], strict=True):
        assert float(row["value"]) == value
        assert row["note"] == (note if isinstance(note, str) else "")


def test_missing_values_are_missing():
    rate = table("context_homicide_rate").set_index("year")["value"]
    assert rate.loc[2003:2006].isna().all()
    assert rate.notna().sum() == len(rate) - 4


def test_a_country_named_like_a_missing_value_is_kept(copy):
    copy.change("units", 2, id="NA", singular="null", plural="nan")
    assert list(table("units", copy.data).iloc[0][["id", "singular"]]) == ["NA", "null"]


@pytest.mark.parametrize(
    ("name", "field", "value", "expected"),
    [
        ("observations", "value", "many", "a number"),
        ("observations", "line", "1.5", "an integer"),
        ("sources", "context", "yes", "a boolean"),
    ],
)
def test_a_cell_of_another_type_is_told(copy, name, field, value, expected):
    copy.change(name, 3, **{field: value})
    with pytest.raises(BookError) as told:
        table(name, copy.data)
    assert str(told.value).startswith(
        f"data/{name}.csv, row 3, field {field}: found {value!r}, expected {expected}."
    )


def test_an_unknown_table_is_told():
    with pytest.raises(BookError, match="Did you mean prison_deaths"):
        table("prison_death")
