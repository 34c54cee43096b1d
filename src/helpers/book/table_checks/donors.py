"""The European assessment: donors and indicators."""

from itertools import pairwise

from helpers.book.table_checks.registry import (
    MILLION,
    Values,
    check,
    count,
    grouped,
    total_and_parts,
)
from helpers.evidence.tables import rows


def _donors(year: str) -> None:
    check(
        f"The donor countries of {year} make up the total, but for donors too small to be listed",
        "donor_disbursements",
        tolerance=6 * MILLION,
        name=f"tables.donors.{year}",
    )(
        lambda: total_and_parts(
            grouped("donor_disbursements", "year")[year], "amount", "donor_kind", "country"
        )
    )


for _year in ("2008", "2009", "2010", "2011"):
    _donors(_year)


@check(
    "The donors stand in descending order of the last column, which settles that it is 2011",
    "donor_disbursements",
)
def donor_order() -> Values:
    """Count donors above one that gave more in 2011."""
    last = [
        float(row["amount"])
        for row in rows("donor_disbursements")
        if row["year"] == "2011" and row["donor_kind"] != "total"
    ]
    return count(one for one, following in pairwise(last) if following > one)


@check("The shares left of Figure 5.3 make up the hundred printed last", "donor_recipients")
def recipient_shares() -> Values:
    """Compare the last number with the sum of those before it."""
    *shares, whole = (float(row["value"]) for row in grouped("donor_recipients", "block")["shares"])
    return whole, sum(shares)


@check("The homicide rate of the region lies among those of its countries", "country_indicators")
def annex_f_aggregates() -> Values:
    """Count aggregates that lie outside the countries' range."""
    rates = {
        row["country"]: float(row["value"])
        for row in rows("country_indicators")
        if row["indicator"] == "homicide-rate" and row["value"]
    }
    region = rates.pop("latin-america-and-caribbean")
    rates.pop("oecd"), rates.pop("world")
    return count([region] if not min(rates.values()) <= region <= max(rates.values()) else [])


@check(
    "Governance estimates lie between -2.5 and 2.5, and companies are whole", "country_indicators"
)
def annex_values() -> Values:
    """Count values that their indicator cannot take."""
    return count(
        row["id"]
        for row in rows("country_indicators")
        if row["value"]
        and (
            (row["unit"] == "index" and abs(float(row["value"])) > 2.5)
            or (row["unit"] == "companies" and "." in row["value"])
        )
    )


@check(
    "A cell that is missing or unsettled has no value, every other cell has one",
    "country_indicators",
)
def annex_missing() -> Values:
    """Count cells whose value and status do not go together."""
    return count(
        row["id"]
        for row in rows("country_indicators")
        if (row["status"] in {"missing", "unsettled"}) == bool(row["value"])
    )
