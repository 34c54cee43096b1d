"""Checks of the tables: sums, counts and orders that must hold, each a named function.

Each function returns a stated and a computed value. Where the check is a rule rather than a sum,
what is computed is the number of rows that break it, and what is stated is none.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise

from helpers.evidence import package
from helpers.evidence.checks import Verdict
from helpers.evidence.facts import observations, value
from helpers.evidence.tables import rows

Values = tuple[float, float]
CHECKS: dict[str, Callable[[], Verdict]] = {}

MILLION = 10**6
COMMITMENT = 50_000  # commitments are printed to a tenth of a million euro
ANDEAN = {"andean-region", "bolivia", "colombia", "peru"}
CENTRAL_AMERICA = {"central-america", "costa-rica", "guatemala", "honduras", "nicaragua", "panama"}
CARIBBEAN = {"caribbean", "jamaica", "saint-kitts-and-nevis"}
REGIONS = {"andean-region", "caribbean", "central-america", "latin-america", "trans-regional"}
PREFIXES = {"ALA": "DCIALA", "FED": "EDF"}  # of a decision's number, where it is not the instrument


def check(about: str, *, tolerance: float = 0, discrepancy: str = "", name: str = ""):
    """Register a function that returns a stated and a computed value as a check.

    Parameters
    ----------
    about : str
        What the check says, in words.
    tolerance : float
        How far apart the two values may be.
    discrepancy : str
        The discrepancy that explains why it does not hold; empty when it must hold.
    name : str
        Its name; the function's own when empty.
    """

    def register(function: Callable[[], Values]) -> Callable[[], Values]:
        title = name or f"tables.{function.__name__.replace('_', '-')}"

        def verdict() -> Verdict:
            stated, computed = function()
            return Verdict(title, about, stated, computed, tolerance, discrepancy)

        CHECKS[title] = verdict
        return function

    return register


def verdicts() -> list[Verdict]:
    """Run every check of this module.

    Examples
    --------
    >>> all(one.expected for one in verdicts())
    True
    """
    return [verdict() for verdict in CHECKS.values()]


def total(name: str, field: str, keep: Callable[[dict], bool] = lambda row: True) -> float:
    """Add up a field of a table over the rows to keep; empty cells count nothing."""
    return sum(float(row[field]) for row in rows(name) if row[field] and keep(row))


def count(offences: Iterable) -> Values:
    """State that there are no offences and count those there are."""
    return 0, sum(1 for _ in offences)


def grouped(name: str, field: str) -> dict[str, list[dict[str, str]]]:
    """Group the rows of a table by the value of a field."""
    groups = defaultdict(list)
    for row in rows(name):
        groups[row[field]].append(row)
    return groups


# --- rows that repeat an observation


@check("Rows that repeat an observation print the same value, line and literal")
def repeated_observations() -> Values:
    """Count rows that share or name an observation's id and differ from it."""
    return count(
        row["id"]
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


# --- thesis: threats, prisons, trafficking


@check("In each subregion the ranks of the threats run from 1 without a gap")
def threat_ranks() -> Values:
    """Count the subregions whose ranks have a gap."""
    return count(
        region
        for region, found in grouped("threat_priorities", "subregion").items()
        if sorted(int(row["rank"]) for row in found) != list(range(1, len(found) + 1))
    )


@check("A threat stands once in a subregion", discrepancy="disc.crime.table-1-caribbean")
def threats_named_once() -> Values:
    """Count threats that a subregion names again."""
    named = Counter((row["subregion"], row["threat"]) for row in rows("threat_priorities"))
    return count(one for one, times in named.items() if times > 1)


@check("The four prisons add up to the deaths of the riots")
def prison_riots() -> Values:
    """Compare the riots' total with the sum over the prisons."""
    return value("prisons.deaths.2021-02"), total("prison_riots", "deaths")


@check("Counts of deaths carry a year only when they are of a year")
def prison_deaths_years() -> Values:
    """Count rows whose year and scope do not go together."""
    return count(
        row["id"] for row in rows("prison_deaths") if bool(row["year"]) != (row["scope"] == "year")
    )


@check("More than half sentenced leaves room for the share not sentenced")
def sentenced_and_not() -> Values:
    """Compare the two shares with the whole."""
    shares = value("prisons.unsentenced-share.2021") + value("prisons.sentenced-share.2021-02")
    return count([shares] if shares > 100 else [])


@check("The shares of one dimension of trafficking never exceed 100 together")
def victim_shares() -> Values:
    """Count dimensions whose shares make more than 100."""
    return count(
        dimension
        for dimension, found in grouped("victim_profiles", "dimension").items()
        if sum(float(row["share"]) for row in found) > 100.5
    )


# --- thesis: lists whose length the text states


def _listed(title: str, about: str, id: str, length: Callable[[], float]) -> None:
    check(about, name=f"tables.listed.{title}")(lambda: (value(id), length()))


_listed(
    "human-security",
    "The fields of human security are as many as announced",
    "security.human-security.categories",
    lambda: len(rows("human_security_dimensions")),
)
_listed(
    "stages",
    "The stages of cooperation are as many as announced",
    "institutions.cooperation-stages",
    lambda: len(rows("cooperation_stages")),
)
_listed(
    "paris-principles",
    "The principles of Paris are as many as announced",
    "institutions.principles.paris-declaration",
    lambda: len(grouped("cooperation_principles", "set")["paris-declaration"]),
)
_listed(
    "agenda-principles",
    "The principles of the national agenda are as many as announced",
    "institutions.principles.national-agenda",
    lambda: len(grouped("cooperation_principles", "set")["national-agenda"]),
)
_listed(
    "created-2007",
    "The institutions founded in Ecuador in 2007 are as many as announced",
    "institutions.created.2007",
    lambda: sum(
        (row["founded"], row["country"]) == ("2007", "ecuador") for row in rows("institutions")
    ),
)
_listed(
    "operations",
    "The operations with Mexico are as many as announced",
    "mexico.operations.count",
    lambda: len(rows("operations")),
)
_listed(
    "workshop-institutions",
    "The institutions at the workshop are as many as announced",
    "strategy.institutions",
    lambda: len(rows("strategy_institutions")),
)
_listed(
    "strategy-pillars",
    "The pillars of the strategy are as many as announced",
    "strategy.pillars",
    lambda: len(rows("strategy_pillars")),
)


@check("Positions in a list run from 1 without a gap")
def positions() -> Values:
    """Count lists with a gap in their positions."""
    lists = {
        "cooperation_features": "source",
        "cooperation_types": "classification",
        "human_security_dimensions": "source",
        "cooperation_principles": "set",
        "strategy_institutions": "source",
        "strategy_pillars": "source",
        "un_programme_partners": "source",
    }
    return count(
        (name, group)
        for name, field in lists.items()
        for group, found in grouped(name, field).items()
        if sorted(int(row["position"]) for row in found) != list(range(1, len(found) + 1))
    )


@check("No institution ends before it is founded")
def institutions_in_order() -> Values:
    """Count institutions whose end precedes their foundation."""
    return count(
        row["id"]
        for row in rows("institutions")
        if row["founded"] and row["ended"] and row["ended"] < row["founded"]
    )


@check("The countries of the region are no more than all in the ranking of violence")
def ranking_of_violence() -> Values:
    """Compare the part with the whole."""
    part = value("regional-security.most-violent-countries.region")
    whole = value("regional-security.most-violent-countries.listed")
    return count([part] if part > whole else [])


@check("The list of agreements with Colombia has seven items, one row each")
def colombia_list() -> Values:
    """Compare the items numbered in the locators with the list's length."""
    items = {
        row["locator"].rsplit(" ", 1)[1]
        for row in rows("agreements")
        if row["source"] == "thesis-2022" and row["locator"].startswith("§3.2.2.2 list, item")
    }
    return 7, len(items)


# --- thesis: cooperation and operations


@check("Table 4 has a row a year and role from 2007 to 2015")
def south_south_grid() -> Values:
    """Compare the table's length with nine years in two roles."""
    return 18, len({(row["year"], row["role"]) for row in rows("south_south_projects")})


def _table_4(role: str, form: str) -> None:
    check(
        f"South-South projects {role} year by year are the {form.replace('-', ' ')}",
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


@check("Periods of seizures have the length given and do not overlap")
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


@check("The eight operations add up to the tonnes stated, rounded down", tolerance=1)
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


@check("Quantities and arrests of the operations are those of the observations")
def operations_repeat() -> Values:
    """Count cells of the operations that differ from their observation."""
    return _same(
        "operations",
        {
            "quantity_kg": lambda row: f"mexico.operation-{row['id'].split('.')[1]}.cocaine",
            "arrests": lambda row: f"mexico.operation-{row['id'].split('.')[1]}.arrests",
        },
    )


@check("Homicides and rates of the thesis are those of the observations")
def homicides_repeat() -> Values:
    """Count cells of the homicide rates that differ from their observation."""
    return _same(
        "homicide_rates",
        {
            "homicides": lambda row: f"analysis.homicides.{row['year']}",
            "rate_per_100000": lambda row: f"analysis.homicide-rate.{row['year']}",
        },
    )


@check("Extraditions are those of the observations")
def extraditions_repeat() -> Values:
    """Count extraditions that differ from their observation."""
    return _same("extraditions", {"value": lambda row: f"analysis.{row['id']}"})


@check("Departures less returns are those who did not return")
def travel_differences() -> Values:
    """Count periods in which the difference is another."""
    return count(
        row["id"]
        for row in rows("travel_to_mexico")
        if int(row["departed"]) - int(row["returned"]) != int(row["not_returned"])
    )


@check("July is no more than January to July")
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


@check("Mexico's first term of the visa rule runs the six months that an article's title says")
def visa_term() -> Values:
    """Compare six months with the months between the two events."""
    when = {row["id"]: row["date"] for row in rows("events")}
    first, last = (
        date.fromisoformat(when[id])
        for id in ("event.2021.mexico-visa", "event.2022.mexico-visa-review")
    )
    return 6, (last.year - first.year) * 12 + last.month - first.month


# --- the texts of the United Nations and of the visit to Washington


@check("The contributions make up the budget of the UN programme")
def un_budget() -> Values:
    """Compare the total with its parts."""
    parts = grouped("un_programme_budget", "kind")
    return tuple(
        sum(float(row["value"]) for row in parts[kind]) for kind in ("total", "contribution")
    )


@check(
    "The groups of direct beneficiaries make up their total",
    discrepancy="disc.northern-border.direct-sum",
)
def un_direct_beneficiaries() -> Values:
    """Compare the total of direct beneficiaries with its groups."""
    direct = [row for row in rows("un_programme_beneficiaries") if row["reach"] == "direct"]
    return tuple(
        sum(float(row["value"]) for row in direct if row["level"] == level)
        for level in ("total", "group")
    )


@check("No group of beneficiaries exceeds the total it belongs to")
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


@check("The meetings lie after the release, and the event at the Wilson Center on a Friday")
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


# --- the European assessment: donors and indicators


def _donors(year: str) -> None:
    def values() -> Values:
        of_year = grouped("donor_disbursements", "year")[year]
        return tuple(
            sum(float(row["amount"]) for row in of_year if row["donor_kind"] == kind)
            for kind in ("total", "country")
        )

    check(
        f"The donor countries of {year} make up the total, but for donors too small to be listed",
        tolerance=6 * MILLION,
        name=f"tables.donors.{year}",
    )(values)


for _year in ("2008", "2009", "2010", "2011"):
    _donors(_year)


@check("The donors stand in descending order of the last column, which settles that it is 2011")
def donor_order() -> Values:
    """Count donors above one that gave more in 2011."""
    last = [
        float(row["amount"])
        for row in rows("donor_disbursements")
        if row["year"] == "2011" and row["donor_kind"] != "total"
    ]
    return count(one for one, following in pairwise(last) if following > one)


@check("The shares left of Figure 5.3 make up the hundred printed last")
def recipient_shares() -> Values:
    """Compare the last number with the sum of those before it."""
    *shares, whole = (float(row["value"]) for row in grouped("donor_recipients", "block")["shares"])
    return whole, sum(shares)


@check("The homicide rate of the region lies among those of its countries")
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


@check("Governance estimates lie between -2.5 and 2.5, and companies are whole")
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


@check("A cell that is missing or unsettled has no value, every other cell has one")
def annex_missing() -> Values:
    """Count cells whose value and status do not go together."""
    return count(
        row["id"]
        for row in rows("country_indicators")
        if (row["status"] in {"missing", "unsettled"}) == bool(row["value"])
    )


# --- the European assessment: contracts and commitments


def _decision(reference: str) -> dict[str, str]:
    return next(row for row in rows("eu_programmes") if row["decision"] == reference)


def _in_period(row: dict[str, str]) -> bool:
    """Whether the decision is of the years that chapter 4 speaks of."""
    return int(row["year"]) >= 2007


def committed(keep: Callable[[dict], bool] = lambda row: True) -> float:
    """Euros committed by the decisions of 2007 to 2013 to keep."""
    return total("eu_programmes", "commitment_eur", lambda row: _in_period(row) and keep(row))


@check(
    "What is contracted stays within what is committed",
    discrepancy="disc.eu-programmes.ifs-2010-over-commitment",
)
def contracts_within_commitments() -> Values:
    """Count decisions whose contracts exceed their commitment."""
    return count(
        row["decision"]
        for row in rows("eu_programmes")
        if row["contracted_eur"]
        and int(row["contracted_eur"]) > int(row["commitment_eur"]) + COMMITMENT
    )


@check("The contracts of a decision add up to what its row says is contracted")
def contracts_of_decisions() -> Values:
    """Count decisions with another number of contracts or another sum."""
    contracts = grouped("eu_contracts", "decision")
    return count(
        row["decision"]
        for row in rows("eu_programmes")
        if row["contracted_eur"]
        and (
            len(contracts[row["decision"]]) != int(row["contracts"])
            or sum(int(one["amount_eur"] or 0) for one in contracts[row["decision"]])
            != int(row["contracted_eur"])
        )
    )


@check("No contract ends before it starts, and none starts after May 2013")
def contract_dates() -> Values:
    """Count contracts with impossible dates."""
    return count(
        row["id"]
        for row in rows("eu_contracts")
        if (row["start"] and row["end"] and row["end"] < row["start"])
        or row["start"] > "2013-05-31"
    )


@check("The instrument of a contract is that of its decision's number")
def contract_instruments() -> Values:
    """Count contracts of another instrument."""
    return count(
        row["id"]
        for row in rows("eu_contracts")
        if (prefix := row["decision"].split("/")[0])
        and PREFIXES.get(prefix, prefix) != row["instrument"]
    )


@check("A contract is bilateral when its place is a country")
def contract_scopes() -> Values:
    """Count contracts whose scope and place do not go together."""
    return count(
        row["id"]
        for row in rows("eu_contracts")
        if (row["scope"] == "bilateral") == (row["place"] in REGIONS)
    )


@check("PRADICAN's contracts are those of footnote 44", tolerance=COMMITMENT)
def pradican_contracted() -> Values:
    """Compare the footnote with the contracts of the decision."""
    return value("eu.pradican.contracted"), float(
        _decision("DCIALA/2008/019-670")["contracted_eur"]
    )


@check("PRADICAN has as many contracts as footnote 44 says")
def pradican_contracts() -> Values:
    """Compare the footnote with the number of contracts of the decision."""
    return value("eu.pradican.contracts"), float(_decision("DCIALA/2008/019-670")["contracts"])


@check("SEFRO's commitment is that of footnote 43")
def sefro_committed() -> Values:
    """Compare the footnote with the commitment of the decision."""
    return value("eu.sefro.committed"), float(_decision("DCIALA/2009/021-386")["commitment_eur"])


@check("SEFRO's contracts are those of footnote 43", tolerance=COMMITMENT)
def sefro_contracted() -> Values:
    """Compare the footnote with the contracts of the decision."""
    return value("eu.sefro.contracted"), float(_decision("DCIALA/2009/021-386")["contracted_eur"])


@check("CASAC's contracts are those of footnote 43", tolerance=COMMITMENT)
def casac_contracted() -> Values:
    """Compare the footnote with the contracts of the decision."""
    return value("eu.casac.contracted"), float(_decision("IFS/2008/020-460")["contracted_eur"])


@check(
    "The commitments of 2007 to 2013 make up the total of chapter 4",
    tolerance=MILLION / 2,
    discrepancy="disc.eu-programmes.total-378",
)
def commitments_chapter_4() -> Values:
    """Compare the total of chapter 4 with the commitments of Annex H."""
    return value("eu.jssr.committed.total"), committed()


@check(
    "The commitments of 2007 to 2013 make up the total of the summary",
    tolerance=MILLION / 2,
    discrepancy="disc.eu-programmes.total-366",
)
def commitments_summary() -> Values:
    """Compare the total of the summary with the commitments of Annex H."""
    return value("eu.jssr.committed.total.summary"), committed()


def _commitments(
    title: str, what: str, keep: Callable[[dict], bool], discrepancy: str = ""
) -> None:
    check(
        f"The commitments {what} make up the amount of chapter 4",
        tolerance=MILLION / 2,
        discrepancy=discrepancy,
        name=f"tables.commitments.{title}",
    )(lambda: (value(f"eu.jssr.committed.{title}"), committed(keep)))


_commitments(
    "dci",
    "of the Development Cooperation Instrument",
    lambda row: row["instrument"] == "DCIALA",
    "disc.eu-programmes.dci-303",
)
_commitments("edf", "of the European Development Fund", lambda row: row["instrument"] == "EDF")
_commitments(
    "ifs",
    "of the Instrument for Stability",
    lambda row: row["instrument"] == "IFS",
    "disc.eu-programmes.ifs-24",
)
_commitments("migr", "for migration and asylum", lambda row: row["instrument"] == "DCIMIGR")
_commitments("2007", "of 2007", lambda row: row["year"] == "2007", "disc.eu-programmes.year-2007")
_commitments("2013", "of 2013", lambda row: row["year"] == "2013")


def _share(
    title: str,
    what: str,
    keep: Callable[[dict], bool],
    *,
    of: Callable[[], float] = lambda: value("eu.jssr.committed.total"),
    discrepancy: str = "",
    suffix: str = "",
) -> None:
    check(
        f"The commitments {what} are the share of chapter 4",
        tolerance=0.5,
        discrepancy=discrepancy,
        name=f"tables.share.{title}{suffix}",
    )(lambda: (value(f"eu.jssr.share.{title}"), round(100 * committed(keep) / of(), 2)))


_share("bilateral", "to single countries", lambda row: row["scope"] == "bilateral")
_share("regional", "to regions", lambda row: row["scope"] == "regional")
_share(
    "trans-regional",
    "to several regions",
    lambda row: row["place"] == "trans-regional",
    discrepancy="disc.eu-programmes.trans-regional-share",
)
_share("andean-community", "to the Andean Community", lambda row: row["place"] in ANDEAN)
_share("caribbean", "to the Caribbean", lambda row: row["place"] in CARIBBEAN)
_share(
    "central-america",
    "to Central America and Mexico",
    lambda row: row["place"] in CENTRAL_AMERICA | {"mexico"},
    suffix=".with-mexico",
)
_share(
    "central-america",
    "to Central America without Mexico",
    lambda row: row["place"] in CENTRAL_AMERICA,
    discrepancy="disc.eu-programmes.central-america-share",
)


def _bilateral() -> float:
    return committed(lambda row: row["scope"] == "bilateral")


def _country(place: str) -> None:
    _share(
        place,
        f"to {place.title()}, of all to single countries,",
        lambda row: row["place"] == place,
        of=_bilateral,
        suffix=".of-bilateral",
    )


for _place in ("colombia", "guatemala", "honduras", "jamaica", "peru", "panama"):
    _country(_place)
_share(
    "colombia",
    "to Colombia, of all,",
    lambda row: row["place"] == "colombia",
    discrepancy="disc.eu-programmes.country-shares-base",
)


def _partner(id: str, category: str, discrepancy: str = "") -> None:
    def values() -> Values:
        part = total("eu_contracts", "amount_eur", lambda row: row["partner_category"] == category)
        return value(id), round(100 * part / total("eu_contracts", "amount_eur"), 2)

    check(
        f"The contracts with partners of the category {category} are the share of chapter 4",
        tolerance=1,  # three amounts are open
        discrepancy=discrepancy,
        name=f"tables.partners.{category}",
    )(values)


_partner("eu.jssr.partner-share.government", "national-government")
_partner("eu.jssr.partner-share.civil-society", "civil-society")
_partner("eu.jssr.partner-share.regional-organisations", "regional-organisation")
_partner("eu.jssr.partner-figure.cell-1", "private-company")
_partner("eu.jssr.partner-share.member-states", "eu-ms", "disc.eu-programmes.partners-eu-ms")
_partner(
    "eu.jssr.partner-share.international-organisations",
    "international-organisation",
    "disc.eu-programmes.partners-eu-ms",
)


# --- context


@check("In each year the 24 provinces add up to the national count of homicides")
def provinces_and_nation() -> Values:
    """Count years in which provinces are lacking or make another sum."""
    provinces = grouped("context_homicides_by_province", "year")
    return count(
        row["year"]
        for row in rows("context_homicides_national")
        if len(provinces[row["year"]]) != 24
        or sum(int(one["value"]) for one in provinces[row["year"]]) != int(row["value"])
    )


@check("The homicide rate lacks exactly the years 2003 to 2006")
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


@check("Ecuador's cocaine of 2015 is the same in both tables")
def cocaine_twice() -> Values:
    """Compare the series with the table of countries."""
    series = {row["year"]: row["value"] for row in rows("context_cocaine_seized_ecuador")}
    return float(series["2015"]), _cocaine_2015()["ecuador"]


@check("The countries listed for 2015 are less than the total of their vintage")
def cocaine_listed() -> Values:
    """Compare the countries' sum with the world's."""
    world = next(
        float(row["value"])
        for row in rows("context_cocaine_seized_2015_totals")
        if row["id"].endswith("world.later")
    )
    return count([world] if sum(_cocaine_2015().values()) > world else [])


@check("Panama's cocaine of 2015 rounds to that of the report", tolerance=500)
def cocaine_panama() -> Values:
    """Compare the report's rounded value with the table of countries."""
    report = next(
        float(row["value"])
        for row in rows("context_cocaine_seized_2015_totals")
        if row["id"].endswith("panama.report")
    )
    return report, _cocaine_2015()["panama"]
