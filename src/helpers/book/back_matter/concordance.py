"""The concordance: where in the book each part of the sources has its place, or that it is lost."""

from html import escape

from helpers.engine.sphinx_ext.back_matter.data_pages import (
    ORIGINS,
    PageWriter,
    chip,
    family,
    parts_by_source,
    row,
    rows,
    table,
)
from helpers.engine.sphinx_ext.published.data_figure import first_sentence

HEAD = [
    ("part", "In the source"),
    ("what", "What it is about"),
    ("target", "In the book"),
    ("note", "How"),
]


def concordance(page: PageWriter, source: str) -> str:
    """List the parts of a source in their order, each with its place in the book."""
    found = [one for one in rows("concordance") if one["source"] == source]
    return table(HEAD, [_part(page, one) for one in found], "concordance")


def _part(page: PageWriter, one: dict) -> str:
    section = {"section": "§", "chapter": "Chapter "}.get(one["kind"], "")
    target = _target(page, one["target"])
    if one["status"] != "placed":
        target = f"{chip(one['status'])} {target}"
    cells = {
        "part": escape(f"{section}{one['number']}" if one["number"] else one["kind"].capitalize()),
        "what": escape(one["title"]),
        "target": target,
        "note": escape(one["note"]),
    }
    data = page.attributes(kind=one["kind"], status=one["status"])
    return row(cells, data=data, head=HEAD)


def _target(page: PageWriter, target: str) -> str:
    """Link to a page or to a figure or table by its id; nothing when there is no place."""
    if not target:
        return ""
    if page.has(target):
        return page.link(page.title(target), target)
    labels = page.env.get_domain("std").labels
    for kind in ("fig", "tab"):
        if f"{kind}-{target}" in labels:
            docname, label, caption = labels[f"{kind}-{target}"]
            return page.link(first_sentence(caption), docname, label)
    return escape(target)


def setup(app) -> None:
    """Register."""
    family(
        app,
        "concordance",
        concordance,
        reads=("concordance", *ORIGINS),
        late=("figures", "pages"),
        parts=lambda: parts_by_source("concordance"),
        filters="kind:Kind status:Status",
    )
