"""The page of discrepancies: what does not hold in the sources, and what the book makes of it."""

from html import escape

from helpers.evidence import facts
from helpers.publishing.sphinx_extension import apparatus_late
from helpers.publishing.sphinx_extension.apparatus_pages import (
    FACTS,
    ORIGINS,
    Page,
    capitalised,
    chip,
    family,
    parts_by_source,
    row,
    rows,
    table,
)
from helpers.publishing.sphinx_extension.page_names import row_anchor

HEAD = [
    ("printed", "What is printed"),
    ("problem", "Why it cannot stand"),
    ("used", "What the book uses"),
    ("status", "Treatment"),
]


def discrepancies(page: Page, source: str) -> str:
    """List a source's discrepancies; in print those that changed or cast doubt on a fact shown."""
    uses = apparatus_late.uses(page.env)
    found = [one for one in rows("discrepancies") if one["source"] == source]
    if page.in_print:
        found = [
            one
            for one in found
            if one["treatment"] != "kept" and uses.keys() & set(one["concerns"].split(";"))
        ]
    return table(HEAD, [_discrepancy(page, one) for one in found], "discrepancies")


def _discrepancy(page: Page, one: dict) -> str:
    where = page.origin(one)
    concerns = [_concern(page, id) for id in one["concerns"].split(";") if id]
    links = "" if page.in_print else "<br>".join(filter(None, concerns))
    told = {
        "printed": f"“{escape(one['literal'])}” <small>{where}</small>",
        "problem": f"{escape(capitalised(one['problem']))}<small>{escape(one['kind'])}</small>",
        "used": f"{escape(capitalised(one['used']))}<small>Ground: {escape(one['ground'])}</small>",
        "status": chip(one["treatment"])
        + f"<small>confidence {one['confidence']}</small>"
        + (f"<small>{links}</small>" if links else ""),
    }
    data = page.attributes(
        kind=one["kind"], treatment=one["treatment"], confidence=one["confidence"]
    )
    return row(told, id=row_anchor(one["id"]), data=data, head=HEAD)


def _concern(page: Page, id: str) -> str:
    """Link to a row that a discrepancy concerns, where a page of the book shows such rows."""
    known = facts.observations()
    return page.fact(known[id]) if id in known else page.act(id)


def setup(app) -> None:
    """Register."""
    family(
        app,
        "discrepancies",
        discrepancies,
        reads=("discrepancies", "events", "agreements", *FACTS, *ORIGINS),
        late=("uses", "works"),
        parts=lambda: parts_by_source("discrepancies"),
        filters="treatment:Treatment kind:Kind confidence:Confidence",
    )
