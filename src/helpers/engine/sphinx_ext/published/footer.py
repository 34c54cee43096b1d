"""What stands under a figure or table: its sources, its data, its downloads, its citation."""

import re
from html import escape

from docutils import nodes

from helpers.engine.extensions import book
from helpers.engine.pages import citation
from helpers.engine.sphinx_ext import addresses, freshness
from helpers.engine.sphinx_ext.back_matter import verification_lists
from helpers.engine.sphinx_ext.nodes import add_html_only
from helpers.engine.sphinx_ext.published import bundles
from helpers.engine.state import fingerprints
from helpers.evidence import sources
from helpers.evidence.numbers import cell, is_numeric
from helpers.evidence.package import field_title

SECTION = re.compile(r"§[\d.]*\d|Annex \w+|Figure [\d.]+\d|Conclusions|Introduction")


class Apparatus(nodes.General, nodes.Element):
    """The lines under a figure or table; attributes ``bundle``, ``caption``, ``anchor``."""


def table_html(rows: list[list[str]]) -> str:
    """Write rows of text, the header first, as an HTML table."""
    numeric = [is_numeric(rows, column) for column in range(len(rows[0]))]
    css = [' class="number"' if one else "" for one in numeric]
    head = "".join(
        f'<th scope="col"{style}>{escape(field_title(name))}</th>'
        for name, style in zip(rows[0], css, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{style}>{escape(cell(name, text))}</td>"
            for name, text, style in zip(rows[0], row, css, strict=True)
        )
        + "</tr>"
        for row in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def sources_html(bundle) -> str:
    """Name the sources with their places in them, each work once, the context apart and marked."""
    places: dict[str, list[str]] = {}
    for name, locator in bundle.about["sources"]:
        places.setdefault(name, []).append(locator)
    ours, context = [], []
    for name, locators in places.items():
        source = sources.source(name)
        where = "; ".join(_condensed(locators))
        told = escape(source_name(source) + (f", {where}" if where else ""))
        (context if source["context"] == "true" else ours).append(told)
    parts = ["; ".join(ours)] if ours else []
    if context:
        parts.append(f'<span class="context-mark">{book().context}:</span> {"; ".join(context)}')
    return ". ".join(parts)


def source_name(source: dict[str, str]) -> str:
    """Name a source as a line under a figure does: surnames and year."""
    people = [name.partition(",")[0].strip() for name in source["author"].split(";")]
    who = " & ".join(people) if len(people) < 3 else f"{people[0]} et al."
    return f"{who} ({source['year'] or 'n.d.'})"


def _condensed(locators: list[str]) -> list[str]:
    """Name each place once; of more than three, only the sections that they lie in."""
    places = sorted({one for one in locators if one}, key=_in_reading_order)
    if len(places) <= 3:
        return places
    heads = [SECTION.match(one) for one in places]
    return list(
        dict.fromkeys(head[0] if head else one for head, one in zip(heads, places, strict=True))
    )


def _in_reading_order(locator: str) -> list:
    """Sort ¶5 before ¶10, and what has no number, such as conclusions, behind what has."""
    parts = [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", locator)]
    return [not locator.startswith("§"), *parts]


@freshness.kind("figure")
def digest_figure(app, id: str) -> str:
    """Digest what a figure shows, the lines under it included."""
    return _digest(bundles.figure(app, id, "figure"))


@freshness.kind("table")
def digest_table(app, id: str) -> str:
    """Digest what a table shows, the lines under it included."""
    return _digest(bundles.figure(app, id, "table"))


def _digest(bundle) -> str:
    told = (
        bundle.digest,
        sources_html(bundle),
        table_html(bundle.rows),
        verification_lists.is_verified(bundle),
    )
    return fingerprints.of_bytes(repr(told).encode())


def lines_html(builder, node) -> str:
    """Write the lines."""
    bundle = node["bundle"]
    note = f" {escape(bundle.about['note'])}" if bundle.about["note"] else ""
    return (
        f'<div class="figure-apparatus"><p class="figure-source">Source: {sources_html(bundle)}.'
        f"{note}</p>{_tools(builder, node)}</div>"
    )


def _tools(builder, node) -> str:
    """Offer on screen the files, the permanent link, the data and the citation."""
    bundle = node["bundle"]
    base = addresses.root(builder)
    files = "".join(
        f'<a href="{base}figures/{bundle.id}.{suffix}" download>{suffix.upper()}</a>'
        for suffix in (("csv", "svg", "png") if bundle.about["kind"] == "figure" else ("csv",))
    )
    place = f"{builder.current_docname}.html#{node['anchor']}"
    cite = citation.cite_figure(node["caption"], bundle.id, bundle.about["sha256"], place)
    data = ""
    if bundle.about["kind"] == "figure":
        data = (
            f"<details><summary>Data ({bundle.about['rows']} rows)</summary>"
            f'<div class="table-scroll" tabindex="0" role="region" aria-label="Data of the figure">'
            f"{table_html(bundle.rows)}</div></details>"
        )
    return (
        f'<div class="figure-tools"><span class="figure-files">{files}</span>'
        f'<a class="figure-id" href="#{node["anchor"]}" title="Permanent link">{bundle.id}</a>'
        f'<span class="figure-hash" title="SHA-256 of the data">{_short_hash(bundle)}</span>'
        f"{verification_lists.badge(builder, bundle)}"
        f'{data}<details><summary>Cite</summary><p class="cite">{escape(cite)}</p></details></div>'
    )


def _short_hash(bundle) -> str:
    return bundle.about["sha256"][:8]


def setup(app) -> None:
    """Register."""
    add_html_only(app, Apparatus, lines_html)
