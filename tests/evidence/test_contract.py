"""Every rule of the contract is broken once, and the message is read."""

import pytest

from helpers import paths
from helpers.evidence import contract
from helpers.evidence.tables import rows

ROW = next(
    number
    for number, row in enumerate(rows("observations"), start=2)
    if row["status"] == "as-printed" and row["place"] == "ecuador" and row["cited"]
)
CORRECTED = next(
    number
    for number, row in enumerate(rows("observations"), start=2)
    if row["status"] == "corrected"
)


def test_data_holds_its_contract():
    assert contract.check() == []


def test_the_library_alone_finds_the_package_valid():
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(paths.PACKAGE)).validate()
    assert report.valid, report.flatten(["title", "message"])


def test_a_copy_holds(copy):
    assert copy.problems() == []


def broken_cell(field, value, expected, table="observations", row=ROW):
    """A case: a cell, what is put into it, and what the message must say was expected."""
    return pytest.param(table, row, {field: value}, expected, id=f"{table}.{field} {value!r}")


@pytest.mark.parametrize(
    ("table", "row", "cell", "expected"),
    [
        broken_cell("value", "many", "a number"),
        broken_cell("line", "12b", "an integer"),
        broken_cell("context", "perhaps", "a boolean", "sources", 2),
        broken_cell("retrieved", "yesterday", "a date", "sources", 2),
        broken_cell("indicator", "", "a value: the cell may not be empty"),
        broken_cell("status", "guessed", "one of as-printed, corrected, disputed"),
        broken_cell("period", "Feb 2021", "a value of the form ^"),
        broken_cell("id", "Prisons Population", "a value of the form ^"),
        broken_cell("line", "0", "at least 1"),
        broken_cell("year", "3000", "at most 2100", "sources", 2),
        broken_cell("source", "thesis-2023", "id of a row of table sources"),
        broken_cell("place", "ecuadro", "id of a row of table places"),
        broken_cell("unit", "furlongs", "id of a row of table units"),
        broken_cell("cited", "nobody2020", "a key of chapters/references.bib"),
        broken_cell("concerns", "prisons.nothing", "the id of a row", "discrepancies", 2),
        broken_cell("discrepancy", "disc.prisons.nothing", "id of a row of", "relations", 2),
        broken_cell(
            "stated", "prisons.overcrowdin.2021-02", "id of an observation", "relations", 2
        ),
        broken_cell("computed", "`prisons.nobody` - 1", "id of an observation", "relations", 2),
    ],
)
def test_a_broken_cell_is_told(copy, table, row, cell, expected):
    ((field, value),) = cell.items()
    copy.change(table, row, **cell)
    told = [one for one in copy.problems() if f"field {field}:" in one]
    assert len(told) == 1
    path = copy.path(table).relative_to(copy.data.parent).as_posix()
    assert told[0].startswith(f"{path}, row {row}, field {field}: found ")
    found = "prisons.nobody" if field == "computed" else value
    assert repr(found) in told[0]
    assert expected in told[0]
    assert told[0].count(". ") >= 1  # what to do follows


@pytest.mark.parametrize(
    ("field", "value", "near"),
    [("place", "ecuadro", "ecuador"), ("unit", "peopel", "people"), ("cited", "achig2022", "")],
)
def test_names_near_a_mistyped_one_are_suggested(copy, field, value, near):
    copy.change("observations", ROW, **{field: value})
    (told,) = copy.problems()
    assert near in told.partition("Did you mean")[2]


def test_all_problems_are_told_together(copy):
    copy.change("observations", ROW, value="many", place="atlantis")
    copy.change("units", 2, kind="mystery")
    assert len(copy.problems()) == 3


def test_a_second_row_of_an_id_is_told(copy):
    with copy.records("units") as records:
        records[1]["id"] = records[0]["id"]
        known = records[0]["id"]
    told = [one for one in copy.problems() if one.startswith("data/units.csv, row 3")]
    assert len(told) == 1  # once, though both the field and the primary key say that it is unique
    assert "field id" in told[0]
    assert repr(known) in told[0]
    assert "no other row" in told[0]


def test_an_unexplained_correction_is_told(copy):
    with copy.records("observations") as records:
        concerned = records[CORRECTED - 2]["id"]
    with copy.records("discrepancies") as records:
        for record in records:
            kept = [one for one in record["concerns"].split(";") if one != concerned]
            record["concerns"] = ";".join(kept)
    (told,) = copy.problems()
    assert told.startswith(f"data/observations.csv, row {CORRECTED}, field status: {concerned} is ")
    assert (
        "'corrected', but no row of discrepancies.csv with that treatment concerns it. Add" in told
    )


def test_a_correction_explained_as_something_else_is_told(copy):
    with copy.records("observations") as records:
        concerned = records[CORRECTED - 2]["id"]
    with copy.records("discrepancies") as records:
        for record in records:
            if concerned in record["concerns"].split(";"):
                record["treatment"] = "kept"
    told = copy.problems()
    assert any(f"row {CORRECTED}, field status: {concerned} is 'corrected'" in one for one in told)


def test_a_dispute_in_any_other_table_must_be_explained_too(copy):
    copy.change("prison_deaths", 2, id="prisons.deaths.never", status="disputed")
    (told,) = copy.problems()
    assert told.startswith(
        "data/thesis-2022/prison_deaths.csv, row 2, field status: prisons.deaths.never"
    )


def test_a_lost_row_is_told(copy):
    with copy.records("relations") as records:
        count = len(records)
        del records[-1]
    (told,) = copy.problems()
    assert told.startswith(f"data/relations.csv: found {count - 1} rows, expected {count}.")


def test_a_missing_column_is_told(copy):
    with copy.records("observations") as records:
        records.columns.remove("locator")
    (told,) = copy.problems()
    assert told.startswith("data/observations.csv, row 1: column locator is missing. Expected id, ")


def test_a_column_too_many_is_told(copy):
    with copy.records("observations") as records:
        records.columns.append("colour")
    (told,) = copy.problems()
    assert "data/observations.csv, row 1: column colour is not in the contract." in told


def test_a_column_told_twice_is_told(copy):
    with copy.records("units") as records:
        records.columns.append("kind")
    (told,) = copy.problems()
    assert "column kind stands twice" in told


def test_columns_in_another_order_are_told(copy):
    with copy.records("units") as records:
        records.columns.reverse()
    (told,) = copy.problems()
    assert told.startswith("data/units.csv, row 1: the columns stand in another order.")


def test_a_row_with_a_cell_too_many_is_told(copy):
    path = copy.path("units")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] += ",more"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (told,) = copy.problems()
    assert told.startswith("data/units.csv, row 3: found 6 cells, expected 5.")


def test_a_missing_file_is_told(copy):
    copy.path("units").unlink()
    (told,) = copy.problems()
    assert told.startswith("data/units.csv: not found, but data/datapackage.json lists it.")


def test_an_empty_file_is_told(copy):
    copy.path("units").write_text("", encoding="utf-8")
    (told,) = copy.problems()
    assert told.startswith("data/units.csv: empty.")


def test_another_encoding_is_told(copy):
    path = copy.path("sources")
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", errors="replace"))
    (told,) = copy.problems()
    assert "data/sources.csv: byte " in told
    assert "is not UTF-8" in told


def test_a_foreign_key_to_no_table_is_told(copy):
    descriptor = copy.descriptor()
    (units,) = (one for one in descriptor["resources"] if one["name"] == "units")
    units["schema"]["foreignKeys"] = [
        {"fields": ["kind"], "reference": {"resource": "kinds", "fields": ["id"]}}
    ]
    copy.describe(descriptor)
    (told,) = copy.problems()
    assert told.startswith("data/datapackage.json, table units: a foreign key refers to 'kinds'")


def test_a_contract_that_is_no_contract_is_told(copy):
    descriptor = copy.descriptor()
    (units,) = (one for one in descriptor["resources"] if one["name"] == "units")
    units["schema"]["fields"][0]["type"] = "words"
    copy.describe(descriptor)
    assert any(one.startswith("data/datapackage.json: ") for one in copy.problems())


def test_a_missing_contract_is_told(copy):
    (copy.data / "datapackage.json").unlink()
    (told,) = copy.problems()
    assert told.startswith("data/datapackage.json: not found.")


def test_a_contract_that_is_not_json_is_told(copy):
    (copy.data / "datapackage.json").write_text("{\n oops", encoding="utf-8")
    (told,) = copy.problems()
    assert told.startswith("data/datapackage.json, line 2: not valid JSON")
