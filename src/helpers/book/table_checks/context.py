"""The context that comes from elsewhere: homicides and seizures of cocaine."""

from helpers.book.table_checks.registry import Values, check, count, grouped
from helpers.evidence.tables import rows


@check(
    "In each year of the compilation the 24 provinces add up to the national count of homicides",
    "context_homicides_national",
    "context_homicides_by_province",
)
def provinces_and_nation() -> Values:
    """Count years in which provinces are lacking or make another sum."""
    provinces = grouped("context_homicides_by_province", "year")
    return count(
        row["year"]
        for row in rows("context_homicides_national")
        if row["source"] == "context-interior-homicides"  # the one that tells of provinces
        and (
            len(provinces[row["year"]]) != 24
            or sum(int(one["value"]) for one in provinces[row["year"]]) != int(row["value"])
        )
    )


@check("The homicide rate lacks exactly the years 2003 to 2006", "context_homicide_rate")
def homicide_rate_gap() -> Values:
    """Count years of 1990 to 2023 that lack or have a value against expectation."""
    values = {int(row["year"]): row["value"] for row in rows("context_homicide_rate")}
    return count(
        year
        for year in values.keys() | set(range(1990, 2024))
        if bool(values.get(year)) != (1990 <= year <= 2023 and not 2003 <= year <= 2006)
    )


def _cocaine_2015() -> dict[str, float]:
    return {
        row["place"]: float(row["value"]) for row in rows("context_cocaine_seized_2015_by_country")
    }


@check(
    "Ecuador's cocaine of 2015 is the same in both tables",
    "context_cocaine_seized_ecuador",
    "context_cocaine_seized_2015_by_country",
)
def cocaine_twice() -> Values:
    """Compare the series with the table of countries."""
    series = {row["year"]: row["value"] for row in rows("context_cocaine_seized_ecuador")}
    return float(series["2015"]), _cocaine_2015()["ecuador"]


@check(
    "The countries listed for 2015 are no more than the total of their vintage",
    "context_cocaine_seized_2015_by_country",
    "context_cocaine_seized_2015_totals",
)
def cocaine_listed() -> Values:
    """Compare the countries' sum with the world's."""
    world = next(
        float(row["value"])
        for row in rows("context_cocaine_seized_2015_totals")
        if row["id"].endswith("world.later")
    )
    return count([world] if sum(_cocaine_2015().values()) > world else [])


@check(
    "Panama's cocaine of 2015 rounds to that of the report",
    "context_cocaine_seized_2015_totals",
    "context_cocaine_seized_2015_by_country",
    tolerance=500,
)
def cocaine_panama() -> Values:
    """Compare the report's rounded value with the table of countries."""
    report = next(
        float(row["value"])
        for row in rows("context_cocaine_seized_2015_totals")
        if row["id"].endswith("panama.report")
    )
    return report, _cocaine_2015()["panama"]
