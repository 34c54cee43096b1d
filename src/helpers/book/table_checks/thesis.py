"""What the thesis says of threats, prisons and trafficking, of cooperation and operations."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from helpers.book.table_checks.registry import Values, check, count, grouped, has_gap, total
from helpers.evidence.facts import value
from helpers.evidence.tables import rows

WHOLE = 100.5  # percent: each share is rounded, so that together they may exceed 100 a little


@check("In each subregion the ranks of the threats run from 1 without a gap", "threat_priorities")
def threat_ranks() -> Values:
    """Count the subregions whose ranks have a gap."""
    return count(
        region
        for region, found in grouped("threat_priorities", "subregion").items()
        if has_gap(found, "rank")
    )


@check(
    "A threat stands once in a subregion",
    "threat_priorities",
    discrepancy="disc.crime.table-1-caribbean",
)
def threats_named_once() -> Values:
    """Count threats that a subregion names again."""
    named = Counter((row["subregion"], row["threat"]) for row in rows("threat_priorities"))
    return count(one for one, times in named.items() if times > 1)


@check("The four prisons add up to the deaths of the riots", "prison_riots", "observations")
def prison_riots() -> Values:
    """Compare the riots' total with the sum over the prisons."""
    return value("prisons.deaths.2021-02"), total("prison_riots", "deaths")


@check("Counts of deaths carry a year only when they are of a year", "prison_deaths")
def prison_deaths_years() -> Values:
    """Count rows whose year and scope do not go together."""
    return count(
        row["id"] for row in rows("prison_deaths") if bool(row["year"]) != (row["scope"] == "year")
    )


@check("More than half sentenced leaves room for the share not sentenced", "observations")
def sentenced_and_not() -> Values:
    """Compare the two shares with the whole."""
    shares = value("prisons.unsentenced-share.2021") + value("prisons.sentenced-share.2021-02")
    return count([shares] if shares > 100 else [])


@check(
    "The shares of one dimension of trafficking never exceed 100 together, but for their rounding",
    "victim_profiles",
)
def victim_shares() -> Values:
    """Count dimensions whose shares make more than a whole."""
    return count(
        dimension
        for dimension, found in grouped("victim_profiles", "dimension").items()
        if sum(float(row["share"]) for row in found) > WHOLE
    )


@check("Table 4 has a row a year and role from 2007 to 2015", "south_south_projects")
def south_south_grid() -> Values:
    """Compare the table's length with nine years in two roles."""
    return 18, len({(row["year"], row["role"]) for row in rows("south_south_projects")})


def _table_4(role: str, form: str) -> None:
    check(
        f"South-South projects {role} year by year are the {form.replace('-', ' ')}",
        "south_south_projects",
        "observations",
        name=f"tables.south-south.{role}.{form}",
    )(
        lambda: (
            value(f"south-south.projects.{role}.{form}"),
            total("south_south_projects", "projects", lambda row: row["role"] == role),
        )
    )


for _role in ("received", "offered"):
    for _form in ("table-total", "2007-2015"):
        _table_4(_role, _form)


@check("Periods of seizures have the length given and do not overlap", "seizures")
def seizure_periods() -> Values:
    """Count periods of another length, or that begin before the last one ended."""
    found = sorted(rows("seizures"), key=lambda row: row["period_start"])
    ends = [0, *(int(row["period_end"]) for row in found)]
    return count(
        row["id"]
        for row, last in zip(found, ends, strict=False)
        if int(row["period_end"]) - int(row["period_start"]) + 1 != int(row["years"])
        or int(row["period_start"]) <= last
    )


@check(
    "The eight operations add up to the tonnes stated, rounded down",
    "operations",
    "observations",
    tolerance=1,
)
def operations_total() -> Values:
    """Compare the tonnes stated with the kilograms of the operations."""
    return value("mexico.operations.drugs"), total("operations", "quantity_kg") / 1000


def _same(name: str, fields: dict[str, Callable[[dict], str]]) -> Values:
    """Count cells that differ from the observation of the id that a function makes of the row."""
    return count(
        (row["id"], field)
        for row in rows(name)
        for field, id in fields.items()
        if row[field] and float(row[field]) != value(id(row))
    )


@check(
    "Quantities and arrests of the operations are those of the observations",
    "operations",
    "observations",
)
def operations_repeat() -> Values:
    """Count cells of the operations that differ from their observation."""
    return _same(
        "operations",
        {
            "quantity_kg": lambda row: f"mexico.operation-{row['id'].split('.')[1]}.cocaine",
            "arrests": lambda row: f"mexico.operation-{row['id'].split('.')[1]}.arrests",
        },
    )


@check(
    "Homicides and rates of the thesis are those of the observations",
    "homicide_rates",
    "observations",
)
def homicides_repeat() -> Values:
    """Count cells of the homicide rates that differ from their observation."""
    return _same(
        "homicide_rates",
        {
            "homicides": lambda row: f"analysis.homicides.{row['year']}",
            "rate_per_100000": lambda row: f"analysis.homicide-rate.{row['year']}",
        },
    )


@check("Extraditions are those of the observations", "extraditions", "observations")
def extraditions_repeat() -> Values:
    """Count extraditions that differ from their observation."""
    return _same("extraditions", {"value": lambda row: f"analysis.{row['id']}"})


@check("Departures less returns are those who did not return", "travel_to_mexico")
def travel_differences() -> Values:
    """Count periods in which the difference is another."""
    return count(
        row["id"]
        for row in rows("travel_to_mexico")
        if int(row["departed"]) - int(row["returned"]) != int(row["not_returned"])
    )


@check("July is no more than January to July", "travel_to_mexico")
def travel_july() -> Values:
    """Count measures in which the month exceeds the months that contain it."""
    july, months = (
        next(row for row in rows("travel_to_mexico") if row["period"] == period)
        for period in ("2021-07", "2021-01/2021-07")
    )
    return count(
        field
        for field in ("departed", "returned", "not_returned")
        if int(july[field]) > int(months[field])
    )


@check(
    "Mexico's first term of the visa rule runs the six months that an article's title says",
    "events",
)
def visa_term() -> Values:
    """Compare six months with the months between the two events."""
    when = {row["id"]: row["date"] for row in rows("events")}
    first, last = (
        date.fromisoformat(when[id])
        for id in ("event.2021.mexico-visa", "event.2022.mexico-visa-review")
    )
    return 6, (last.year - first.year) * 12 + last.month - first.month
