"""The texts of the United Nations and of the visit to Washington."""

from datetime import date

from helpers.book.table_checks.registry import Values, check, count, total_and_parts
from helpers.evidence.tables import rows


@check("The contributions make up the budget of the UN programme", "un_programme_budget")
def un_budget() -> Values:
    """Compare the total with its parts."""
    return total_and_parts(rows("un_programme_budget"), "value", "kind", "contribution")


@check(
    "The groups of direct beneficiaries make up their total",
    "un_programme_beneficiaries",
    discrepancy="disc.northern-border.direct-sum",
)
def un_direct_beneficiaries() -> Values:
    """Compare the total of direct beneficiaries with its groups."""
    direct = [row for row in rows("un_programme_beneficiaries") if row["reach"] == "direct"]
    return total_and_parts(direct, "value", "level", "group")


@check("No group of beneficiaries exceeds the total it belongs to", "un_programme_beneficiaries")
def un_groups() -> Values:
    """Count groups above their total."""
    totals = {
        row["reach"]: float(row["value"])
        for row in rows("un_programme_beneficiaries")
        if row["level"] == "total"
    }
    return count(
        row["id"]
        for row in rows("un_programme_beneficiaries")
        if float(row["value"]) > totals[row["reach"]]
    )


@check(
    "The meetings lie after the release, and the event at the Wilson Center on a Friday",
    "visit_meetings",
)
def meetings() -> Values:
    """Count meetings on another day."""
    return count(
        row["id"]
        for row in rows("visit_meetings")
        if row["date"] <= "2015-01-27"
        or (
            row["id"] == "visit.2015.wilson-center"
            and date.fromisoformat(row["date"]).weekday() != 4
        )
    )
