"""The page of discrepancies: what does not hold in the sources, and what the book makes of it."""

from html import escape

from helpers.evidence import facts
from helpers.publishing.sphinx_extension import apparatus_late
from helpers.publishing.sphinx_extension.apparatus_pages import (
    Page,
    anchor,
    attributes,
    family,
    parts_by_source,
    row,
    rows,
    table,
)

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
        "problem": f"{escape(_sentence(one['problem']))}<small>{escape(one['kind'])}</small>",
        "used": f"{escape(_sentence(one['used']))}<small>Ground: {escape(one['ground'])}</small>",
        "status": f'<span class="chip {one["treatment"]}">{one["treatment"]}</span>'
        f"<small>confidence {one['confidence']}</small>"
        + (f"<small>{links}</small>" if links else ""),
    }
    data = (
        ""
        if page.in_print
        else attributes(kind=one["kind"], treatment=one["treatment"], confidence=one["confidence"])
    )
    return row(told, id=anchor(one["id"]), data=data, head=HEAD)


def _concern(page: Page, id: str) -> str:
    """Link to a row that a discrepancy concerns, where a page of the book shows such rows."""
    known = facts.observations()
    if id in known:
        told = f"{known[id].indicator}: {known[id].text}"
        return page.link(told, "apparatus/observations", f"fact-{anchor(id)}")
    for name, where in (("events", "apparatus/timeline"), ("agreements", "apparatus/network")):
        for one in rows(name):
            if one["id"] == id:
                return page.link(one["title"], where, anchor(id))
    return ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def setup(app) -> None:
    """Register."""
    shows = [("late", "uses"), ("late", "citations")]
    shows += [
        ("table-file", name) for name in ("discrepancies", "sources", "observations", "units")
    ]
    family(
        app,
        "discrepancies",
        discrepancies,
        shows=shows,
        parts=lambda: parts_by_source("discrepancies"),
        filters="treatment:Treatment kind:Kind confidence:Confidence",
    )
