"""The checks of this book's tables: each comes out as on record, and tells what breaks it."""

import pytest

from helpers.book import table_checks
from helpers.book.table_checks import registry
from helpers.errors import BookError
from helpers.evidence import package, relations
from helpers.evidence.tables import rows


@pytest.mark.parametrize("verdict", table_checks.verdicts(), ids=lambda one: one.name)
def test_every_table_check_comes_out_as_on_record(verdict):
    assert verdict.expected, f"stated {verdict.stated}, computed {verdict.computed}"


def test_nothing_surprises():
    assert relations.surprises(table_checks.verdicts()) == []


def test_every_discrepancy_named_exists():
    known = {row["id"] for row in rows("discrepancies")}
    named = {one.discrepancy for one in [*relations.relations(), *table_checks.verdicts()]}
    assert named - {""} <= known


def test_a_check_whose_rows_are_lost_is_told(monkeypatch):
    monkeypatch.setattr(registry, "CHECKS", {})
    registry.check("Years rise", "units", name="tables.a")(lambda: {}["2015"])
    with pytest.raises(BookError) as told:
        registry.CHECKS["tables.a"]()
    assert str(told.value).startswith("data/units.csv: Years rise (tables.a): cannot be computed")


def test_the_checks_are_of_this_package():
    assert package.descriptor()["name"] == table_checks.PACKAGE


def test_another_package_has_no_checks(monkeypatch):
    monkeypatch.setattr(package, "descriptor", lambda: {"name": "another"})
    assert table_checks.verdicts() == []


@pytest.mark.parametrize(
    ("numbers", "gap"), [("123", False), ("312", False), ("13", True), ("122", True), ("", False)]
)
def test_gaps(numbers, gap):
    assert registry.has_gap([{"rank": number} for number in numbers], "rank") is gap


def test_a_total_and_its_parts():
    kinds = [("total", "7"), ("part", "3"), ("part", "4"), ("other", "9")]
    found = [{"kind": kind, "amount": amount} for kind, amount in kinds]
    assert registry.total_and_parts(found, "amount", "kind", "part") == (7, 7)


def test_what_breaks_a_rule_is_counted_and_named():
    assert registry.count([("a.b", "field"), 12]) == (0, 2, "a.b field", "12")
    assert registry.count([]) == (0, 0)


def test_no_check_is_registered_twice():
    names = [one.name for one in [*relations.relations(), *table_checks.verdicts()]]
    assert len(names) == len(set(names))
