"""Rows that repeat an observation."""

from helpers.book.table_checks.registry import Values, check, count
from helpers.evidence import package
from helpers.evidence.facts import observations
from helpers.evidence.tables import rows


@check("Rows that repeat an observation print the same value, line and literal", "observations")
def repeated_observations() -> Values:
    """Count rows that share or name an observation's id and differ from it."""
    return count(
        (name, row["id"])
        for name in package.tables()
        if name != "observations" and {"id", "literal"} <= package.fields(name).keys()
        for row in rows(name)
        if (same := observations().get(row.get("observation") or row["id"]))
        and _repeats(row)
        and (
            float(row[_repeats(row)]) != same.value
            or (row["line"], row["literal"]) != (same.line, same.literal)
        )
    )


def _repeats(row: dict[str, str]) -> str:
    """Name the field with which a row repeats its observation; empty when it only refers to it."""
    fields = ("value", "share", "deaths", "projects", "tonnes")
    return next((field for field in fields if row.get(field)), "")
