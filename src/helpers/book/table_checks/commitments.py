"""The European assessment: contracts and commitments."""

from collections.abc import Callable

from helpers.book.table_checks.registry import MILLION, Values, check, count, grouped, total
from helpers.evidence.facts import value
from helpers.evidence.tables import rows

COMMITMENT = 50_000  # commitments are printed to a tenth of a million euro
ANDEAN = {"andean-region", "bolivia", "colombia", "peru"}
CENTRAL_AMERICA = {"central-america", "costa-rica", "guatemala", "honduras", "nicaragua", "panama"}
CARIBBEAN = {"caribbean", "jamaica", "saint-kitts-and-nevis"}
REGIONS = {"andean-region", "caribbean", "central-america", "latin-america", "trans-regional"}
PREFIXES = {"ALA": "DCIALA", "FED": "EDF"}  # of a decision's number, where it is not the instrument


def _decision(reference: str) -> dict[str, str]:
    return next(row for row in rows("eu_programmes") if row["decision"] == reference)


def _in_period(row: dict[str, str]) -> bool:
    """Return whether the decision is of the years that chapter 4 speaks of."""
    return int(row["year"]) >= 2007


def committed(keep: Callable[[dict], bool] = lambda row: True) -> float:
    """Return the euros committed by the decisions of 2007 to 2013 to keep."""
    return total("eu_programmes", "commitment_eur", lambda row: _in_period(row) and keep(row))


@check(
    "What is contracted stays within what is committed",
    "eu_programmes",
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


@check(
    "The contracts of a decision add up to what its row says is contracted",
    "eu_programmes",
    "eu_contracts",
)
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


@check("No contract ends before it starts, and none starts after May 2013", "eu_contracts")
def contract_dates() -> Values:
    """Count contracts with impossible dates."""
    return count(
        row["id"]
        for row in rows("eu_contracts")
        if (row["start"] and row["end"] and row["end"] < row["start"])
        or row["start"] > "2013-05-31"
    )


@check("The instrument of a contract is that of its decision's number", "eu_contracts")
def contract_instruments() -> Values:
    """Count contracts of another instrument."""
    return count(
        row["id"]
        for row in rows("eu_contracts")
        if (prefix := row["decision"].split("/")[0])
        and PREFIXES.get(prefix, prefix) != row["instrument"]
    )


@check("A contract is bilateral when its place is a country", "eu_contracts")
def contract_scopes() -> Values:
    """Count contracts whose scope and place do not go together."""
    return count(
        row["id"]
        for row in rows("eu_contracts")
        if (row["scope"] == "bilateral") == (row["place"] in REGIONS)
    )


def _footnote(id: str, about: str, decision: str, field: str, tolerance: float = 0) -> None:
    """Check what a footnote says of a decision against its row in Annex H."""
    check(
        about,
        "eu_programmes",
        "observations",
        tolerance=tolerance,
        name=f"tables.{id.removeprefix('eu.').replace('.', '-')}",
    )(lambda: (value(id), float(_decision(decision)[field])))


_footnote(
    "eu.pradican.contracted",
    "PRADICAN's contracts are those of footnote 44",
    "DCIALA/2008/019-670",
    "contracted_eur",
    COMMITMENT,
)
_footnote(
    "eu.pradican.contracts",
    "PRADICAN has as many contracts as footnote 44 says",
    "DCIALA/2008/019-670",
    "contracts",
)
_footnote(
    "eu.sefro.committed",
    "SEFRO's commitment is that of footnote 43",
    "DCIALA/2009/021-386",
    "commitment_eur",
)
_footnote(
    "eu.sefro.contracted",
    "SEFRO's contracts are those of footnote 43",
    "DCIALA/2009/021-386",
    "contracted_eur",
    COMMITMENT,
)
_footnote(
    "eu.casac.contracted",
    "CASAC's contracts are those of footnote 43",
    "IFS/2008/020-460",
    "contracted_eur",
    COMMITMENT,
)


def _commitments(
    title: str,
    what: str,
    keep: Callable[[dict], bool] = lambda row: True,
    discrepancy: str = "",
    *,
    stated: str = "chapter 4",
) -> None:
    check(
        f"The commitments {what} make up the amount of {stated}",
        "eu_programmes",
        "observations",
        tolerance=MILLION / 2,
        discrepancy=discrepancy,
        name=f"tables.commitments.{title}",
    )(lambda: (value(f"eu.jssr.committed.{title}"), committed(keep)))


_commitments("total", "of 2007 to 2013", discrepancy="disc.eu-programmes.total-378")
_commitments(
    "total.summary",
    "of 2007 to 2013",
    discrepancy="disc.eu-programmes.total-366",
    stated="the summary",
)
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
        "eu_programmes",
        "observations",
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
        "eu_contracts",
        "observations",
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
