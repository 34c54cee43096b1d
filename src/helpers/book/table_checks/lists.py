"""Lists of the thesis: as long as its text states, in order, and no part longer than its whole."""

from collections.abc import Callable

from helpers.book.table_checks.registry import Values, check, count, grouped, has_gap
from helpers.evidence.facts import value
from helpers.evidence.tables import rows

# The tables that number their rows, each with the field that says to which list a row belongs.
LISTS = {
    "cooperation_features": "source",
    "cooperation_types": "classification",
    "human_security_dimensions": "source",
    "cooperation_principles": "set",
    "strategy_institutions": "source",
    "strategy_pillars": "source",
    "un_programme_partners": "source",
}


def _listed(
    title: str,
    about: str,
    id: str,
    table: str,
    keep: Callable[[dict[str, str]], bool] = lambda row: True,
) -> None:
    check(about, table, "observations", name=f"tables.listed.{title}")(
        lambda: (value(id), sum(1 for row in rows(table) if keep(row)))
    )


_listed(
    "human-security",
    "The fields of human security are as many as announced",
    "security.human-security.categories",
    "human_security_dimensions",
)
_listed(
    "stages",
    "The stages of cooperation are as many as announced",
    "institutions.cooperation-stages",
    "cooperation_stages",
)
_listed(
    "paris-principles",
    "The principles of Paris are as many as announced",
    "institutions.principles.paris-declaration",
    "cooperation_principles",
    lambda row: row["set"] == "paris-declaration",
)
_listed(
    "agenda-principles",
    "The principles of the national agenda are as many as announced",
    "institutions.principles.national-agenda",
    "cooperation_principles",
    lambda row: row["set"] == "national-agenda",
)
_listed(
    "created-2007",
    "The institutions founded in Ecuador in 2007 are as many as announced",
    "institutions.created.2007",
    "institutions",
    lambda row: (row["founded"], row["country"]) == ("2007", "ecuador"),
)
_listed(
    "operations",
    "The operations with Mexico are as many as announced",
    "mexico.operations.count",
    "operations",
)
_listed(
    "workshop-institutions",
    "The institutions at the workshop are as many as announced",
    "strategy.institutions",
    "strategy_institutions",
)
_listed(
    "strategy-pillars",
    "The pillars of the strategy are as many as announced",
    "strategy.pillars",
    "strategy_pillars",
)


@check("Positions in a list run from 1 without a gap", *LISTS)
def positions() -> Values:
    """Count lists with a gap in their positions."""
    return count(
        (name, group)
        for name, field in LISTS.items()
        for group, found in grouped(name, field).items()
        if has_gap(found, "position")
    )


@check("No institution ends before it is founded", "institutions")
def institutions_in_order() -> Values:
    """Count institutions whose end precedes their foundation."""
    return count(
        row["id"]
        for row in rows("institutions")
        if row["founded"] and row["ended"] and row["ended"] < row["founded"]
    )


@check(
    "The countries of the region are no more than all in the ranking of violence", "observations"
)
def ranking_of_violence() -> Values:
    """Compare the part with the whole."""
    part = value("regional-security.most-violent-countries.region")
    whole = value("regional-security.most-violent-countries.listed")
    return count([part] if part > whole else [])


@check("The list of agreements with Colombia has seven items, one row each", "agreements")
def colombia_list() -> Values:
    """Compare the items numbered in the locators with the list's length."""
    items = {
        row["locator"].rsplit(" ", 1)[1]
        for row in rows("agreements")
        if row["source"] == "thesis-2022" and row["locator"].startswith("§3.2.2.2 list, item")
    }
    return 7, len(items)
