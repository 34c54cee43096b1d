"""What the contract itself must say of every table."""

import pytest

from helpers.errors import BookError
from helpers.evidence import package
from helpers.evidence.codebook import groups
from helpers.evidence.tables import rows

TABLES = package.tables()
NUMERIC = {"integer", "number"}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_described(name):
    one = TABLES[name]
    assert one["title"]
    assert len(one["description"]) > 40
    assert one["licenses"]
    assert one["group"] in groups()
    assert one["schema"]["primaryKey"]


@pytest.mark.parametrize("name", TABLES)
def test_every_field_is_described(name):
    for field in TABLES[name]["schema"]["fields"]:
        assert field["title"], field
        assert field["description"].endswith("."), field
        assert ("unit" in field) == (field["type"] in NUMERIC), field


@pytest.mark.parametrize("name", TABLES)
def test_row_counts_are_those_of_the_contract(name):
    assert len(rows(name)) == TABLES[name]["rows"]


@pytest.mark.parametrize("name", TABLES)
def test_references_are_foreign_keys(name):
    """A field that names a source, place, unit or observation is held to that table."""
    tables = {
        "source": "sources",
        "place": "places",
        "unit": "units",
        "observation": "observations",
    }
    keys = {
        key["fields"][0]: key["reference"]["resource"]
        for key in TABLES[name]["schema"].get("foreignKeys", [])
    }
    for field in package.fields(name):
        if field in tables:
            assert keys.get(field) == tables[field], field


@pytest.mark.parametrize("name", [name for name in TABLES if name.startswith("context_")])
def test_context_names_only_sources_of_context(name):
    context = {row["id"] for row in rows("sources") if row["context"] == "true"}
    for row in rows(name):
        assert row.get("source", next(iter(context))) in context
        assert "literal" not in row


def test_only_context_tables_rest_on_context():
    context = {row["id"] for row in rows("sources") if row["context"] == "true"}
    for name, one in TABLES.items():
        if one["group"] not in {"context", "geo"}:
            assert not context & {row.get("source") for row in rows(name)}, name


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("conclusions", "evidence_for"),
        ("conclusions", "evidence_against"),
        ("operations", "places"),
        ("routes", "via"),
        ("extraditions", "partners"),
    ],
)
def test_lists_of_ids_name_rows(name, field):
    ids = {row["id"] for table in TABLES if "id" in package.fields(table) for row in rows(table)}
    found = {one for row in rows(name) for one in row[field].split(";") if one}
    assert found - ids == set()


def test_an_unknown_table_is_told():
    with pytest.raises(BookError, match=r"table 'observation': .* Did you mean observations"):
        package.resource("observation")


def test_files_are_named_from_the_data_folder():
    assert package.told(package.paths.DATA / "geo" / "places.csv") == "data/geo/places.csv"


def test_titles_of_columns():
    assert package.field_title("literal") == "As printed"
    assert package.field_title("never_heard") == "Never heard"
