"""What the search finds beside the pages' own text: the rows of this book's tables."""

from collections.abc import Iterable

from helpers.book.back_matter.arguments import plain_text
from helpers.book.back_matter.timeline import date
from helpers.engine.sphinx_ext.addresses import (
    CATALOGUE,
    COMPUTED,
    DISCREPANCIES,
    FINDINGS,
    GLOSSARY,
    NETWORK,
    OBSERVATIONS,
    PASSAGES,
    TIMELINE,
    fact_anchor,
    finding_anchor,
    passage_anchor,
    row_anchor,
)
from helpers.engine.sphinx_ext.back_matter import cross_references
from helpers.engine.sphinx_ext.back_matter.data_pages import (
    PageWriter,
    capitalised,
    named,
    rows,
    with_acronym,
)
from helpers.engine.sphinx_ext.published import bundles, footer
from helpers.engine.sphinx_ext.search.entries import SearchEntry, SearchKind
from helpers.evidence import facts as evidence_facts
from helpers.evidence import findings as evidence_findings
from helpers.evidence import package, passages, sources
from helpers.evidence.facts import Fact
from helpers.evidence.numbers import unit

FINDING = SearchKind("Findings", 1.1)
FACT = SearchKind("Facts", 0.8)
PLACE = SearchKind("Places", 1.6)
ACTOR = SearchKind("Actors", 1.6)
AGREEMENT = SearchKind("Agreements", 1.0)
EVENT = SearchKind("Events", 0.8)
TERM = SearchKind("Glossary", 1.2)
PASSAGE = SearchKind("What the sources say", 0.6)
DISCREPANCY = SearchKind("Discrepancies", 0.4)
DATA = SearchKind("Data", 0.5)


def entries(page: PageWriter) -> Iterable[SearchEntry]:
    """List them all."""
    for give in (
        findings,
        facts,
        places,
        actors,
        agreements,
        events,
        terms,
        passages_of_sources,
        discrepancies,
        data,
    ):
        yield from give(page)


def findings(page: PageWriter) -> Iterable[SearchEntry]:
    """List what the book concludes."""
    printed = cross_references.shown(page.env, "finding")
    for one in evidence_findings.findings().values():
        told = capitalised(one.support)
        against = f" Against it: {one.against_text}" if one.against_text else ""
        yield SearchEntry(
            FINDING,
            plain_text(page.app, one.text),
            f"{told}.{against}",
            (one.id,),
            FINDINGS,
            finding_anchor(one.id),
            shown=tuple(printed.get(one.id, ())),
        )


def facts(page: PageWriter) -> Iterable[SearchEntry]:
    """List every observation and computed value, by its value and by what it is."""
    uses = cross_references.uses(page.env)
    for one in (*evidence_facts.observations().values(), *bundles.computed_facts(page.app)):
        where = [named(one.place) if one.place else "", one.period, _printed(one)]
        yield SearchEntry(
            FACT,
            f"{_value(one)}: {one.indicator}",
            ". ".join(filter(None, where)),
            tuple(dict.fromkeys(filter(None, (one.literal, f"{one.value:.12g}", one.id)))),
            COMPUTED if one.status == "computed" else OBSERVATIONS,
            fact_anchor(one.id),
            shown=tuple(uses.get(one.id, ())),
        )


def _value(one: Fact) -> str:
    known = unit(one.unit)
    if known["kind"] != "count":
        return one.text
    return f"{one.text} {known['singular'] if one.value == 1 else known['plural']}"


def _printed(one: Fact) -> str:
    if one.status == "computed":
        return "Computed here"
    status = "" if one.status == "as-printed" else f", {one.status}"
    return f"Printed as “{one.literal}” in {_origin(vars(one))}{status}"


def _origin(row: dict) -> str:
    source = footer.source_name(sources.source(row["source"]))
    return ", ".join(filter(None, (source, row["locator"])))


def places(page: PageWriter) -> Iterable[SearchEntry]:
    """List the places that the text names."""
    countries = {
        one["country"]: one["name"] for one in rows("places") if one.get("kind") == "country"
    }
    told: dict[str, list[str]] = {}  # a province and its town may have one name
    for one in rows("places"):
        kind = one.get("kind", "")
        within = countries.get(one["country"], "") if kind not in {"", "country"} else ""
        what = ", ".join(filter(None, (kind.capitalize(), within)))
        told.setdefault(one["name"], []).append(what)
    for name, kinds in told.items():
        yield SearchEntry(PLACE, name, ". ".join(filter(None, kinds)), forms=(name,))


def actors(page: PageWriter) -> Iterable[SearchEntry]:
    """List the institutions and organisations, wherever the text tells of them."""
    for one in rows("institutions"):
        shown = with_acronym(one["name"], one["acronym"])
        names = tuple(filter(None, (one["name_es"], one["acronym"])))
        forms = tuple(dict.fromkeys([one["name"], *names]))
        told = one["role"] or one["kind"].replace("-", " ").capitalize()
        yield SearchEntry(ACTOR, shown, told, names, forms=forms)


def agreements(page: PageWriter) -> Iterable[SearchEntry]:
    """List what states and organisations agreed."""
    for one in rows("agreements"):
        parties = ", ".join(named(id) for id in one["parties"].split(";") if id)
        told = [date(one["date"]) if one["date"] else "", parties, one["subject"], one["note"]]
        yield SearchEntry(
            AGREEMENT,
            one["title"],
            ". ".join(filter(None, told)),
            tuple(filter(None, (one["title_es"],))),
            NETWORK,
            row_anchor(one["id"]),
        )


def events(page: PageWriter) -> Iterable[SearchEntry]:
    """List what happened when."""
    for one in rows("events"):
        place = named(one["place"]) if one["place"] else ""
        took_part = ", ".join(named(id) for id in one["actors"].split(";") if id)
        told = [date(one["date"]), place, took_part, _origin(one), one["note"]]
        yield SearchEntry(
            EVENT,
            one["title"],
            ". ".join(filter(None, told)),
            page=TIMELINE,
            anchor=row_anchor(one["id"]),
        )


def terms(page: PageWriter) -> Iterable[SearchEntry]:
    """List the terms that the glossary explains."""
    for one in rows("glossary"):
        shown = capitalised(with_acronym(one["term"], one["acronym"]))
        names = tuple(filter(None, (one["term_es"], one["acronym"], *one["forms"].split(";"))))
        yield SearchEntry(TERM, shown, one["definition"], names, GLOSSARY, row_anchor(one["id"]))


def passages_of_sources(page: PageWriter) -> Iterable[SearchEntry]:
    """List what the sources say, in the book's words."""
    used = cross_references.shown(page.env, "passage")
    for one in passages.passages().values():
        yield SearchEntry(
            PASSAGE,
            f"{footer.source_name(sources.source(one.source))}, {one.locator}",
            one.claim,
            (one.id,),
            PASSAGES,
            passage_anchor(one.id),
            shown=tuple(used.get(one.id, ())),
        )


def discrepancies(page: PageWriter) -> Iterable[SearchEntry]:
    """List what does not hold in the sources."""
    for one in rows("discrepancies"):
        yield SearchEntry(
            DISCREPANCY,
            f"“{one['literal']}”",
            f"{capitalised(one['problem'])}. {_origin(one)}. Used: {one['used']}.",
            (one["id"],),
            DISCREPANCIES,
            row_anchor(one["id"]),
        )


def data(page: PageWriter) -> Iterable[SearchEntry]:
    """List the tables of the data package."""
    for one in package.resources().values():
        yield SearchEntry(
            DATA,
            one["title"],
            one.get("description", ""),
            (one["name"], one["path"]),
            CATALOGUE,
            f"table-{one['name']}",
        )
