"""The page of discrepancies: what does not hold in the sources, and what the book makes of it."""

from html import escape

from helpers.engine.sphinx_ext.addresses import (
    NETWORK,
    OBSERVATIONS,
    TIMELINE,
    fact_anchor,
    row_anchor,
)
from helpers.engine.sphinx_ext.back_matter.data_pages import (
    FACTS,
    ORIGINS,
    PageWriter,
    capitalised,
    chip,
    family,
    parts_by_source,
    row,
    rows,
    table,
)
from helpers.evidence import facts

HEAD = [
    ("printed", "What is printed"),
    ("problem", "Why it cannot stand"),
    ("used", "What the book uses"),
    ("status", "Treatment"),
]


BEARINGS = {"conclusion": "what bears on a conclusion", "form": "what is of form only"}


def _parts() -> list[tuple[str, str, str]]:
    """Divide the page by what bears on a conclusion and what does not, and then by source."""
    return [
        (
            f"{bearing} {source}",
            f"{title}: {told}",
            anchor if bearing == "conclusion" else f"{anchor}-{bearing}",
        )
        for bearing, told in BEARINGS.items()
        for source, title, anchor in parts_by_source("discrepancies")
        if _listed(bearing, source)
    ]


def _listed(bearing: str, source: str) -> list[dict]:
    return [
        one
        for one in rows("discrepancies")
        if one["bearing"] == bearing and one["source"] == source
    ]


def discrepancies(page: PageWriter, part: str) -> str:
    """List a source's discrepancies, those that bear on a conclusion or those of form."""
    found = _listed(*part.split(" "))
    return table(HEAD, [_discrepancy(page, one) for one in found], "discrepancies")


def _discrepancy(page: PageWriter, one: dict) -> str:
    where = page.origin(one)
    concerns = [_concern(page, id) for id in one["concerns"].split(";") if id]
    links = "<br>".join(filter(None, concerns))
    told = {
        "printed": f"“{escape(one['literal'])}” <small>{where}</small>",
        "problem": f"{escape(capitalised(one['problem']))}<small>{escape(one['kind'])}</small>",
        "used": f"{escape(capitalised(one['used']))}<small>Ground: {escape(one['ground'])}</small>",
        "status": chip(one["treatment"])
        + _confidence(one["confidence"])
        + (f"<small>{links}</small>" if links else ""),
    }
    data = page.attributes(
        bearing=one["bearing"],
        kind=one["kind"],
        treatment=one["treatment"],
        confidence=one["confidence"],
    )
    return row(told, id=row_anchor(one["id"]), data=data, head=HEAD)


def _confidence(level: str) -> str:
    """Tell how sure the verdict is; a doubtful one is as visible as the verdict."""
    if level == "low":
        return " " + chip("low-confidence")
    return f"<small>confidence {level}</small>"


def _concern(page: PageWriter, id: str) -> str:
    """Link to a row that a discrepancy concerns, where a page of the book shows such rows."""
    known = facts.observations()
    if id in known:
        told = f"{known[id].indicator}: {known[id].text}"
        return page.link(told, OBSERVATIONS, fact_anchor(id))
    for name, where in (("events", TIMELINE), ("agreements", NETWORK)):
        for one in rows(name):
            if one["id"] == id:
                return page.link(one["title"], where, row_anchor(id))
    return ""


def setup(app) -> None:
    """Register."""
    family(
        app,
        "discrepancies",
        discrepancies,
        reads=("discrepancies", "events", "agreements", *FACTS, *ORIGINS),
        late=("works",),
        parts=_parts,
        filters="bearing:Bearing treatment:Treatment kind:Kind confidence:Confidence",
    )
