"""Pages that are written from data: what the families of directives in the back matter share.

A family is one directive. It leaves a `DataBlock` in the page, or a section with a block for each
of its parts. The HTML is written when the page is, because only then is it known where else in the
book a thing is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from helpers.engine.sphinx_ext import addresses, freshness
from helpers.engine.sphinx_ext.back_matter import bibliography
from helpers.engine.sphinx_ext.nodes import add_html_only
from helpers.evidence import sources
from helpers.evidence.tables import rows_if_any as rows


class DataBlock(nodes.General, nodes.Element):
    """A part of a page; attribute ``family`` names its writer, ``part`` what it is to write."""


@dataclass(frozen=True)
class PageWriter:
    """The page being written, as its writers see it."""

    builder: object

    @property
    def app(self):
        """The Sphinx application."""
        return self.builder.app

    @property
    def env(self):
        """What Sphinx knows of all pages."""
        return self.builder.env

    @cached_property
    def entries(self) -> dict[str, tuple[str, str, str]]:
        """The works of the bibliography: short name, page and anchor of each by its key."""
        return bibliography.works(self.env)

    def has(self, page: str) -> bool:
        """Return whether the book has that page."""
        return addresses.has(self.env, page)

    def link(self, text: str, page: str, anchor: str = "", *, title: str = "") -> str:
        """Link a text to a page of the book; a page that the book has not stays plain text."""
        if not self.has(page):
            return escape(text)
        address = addresses.address(self.builder, page, anchor)
        told = f' title="{escape(title, quote=True)}"' if title else ""
        return f'<a href="{address}"{told}>{escape(text)}</a>'

    def title(self, page: str) -> str:
        """Tell a page's title."""
        return self.env.titles[addresses.found(self.env, page)].astext()

    def work(self, key: str) -> str:
        """Name a work of the bibliography by author and year, linked to its entry."""
        return self.named(self.entries[key][0], key) if key in self.entries else escape(key)

    def works(self, keys: str) -> str:
        """Name the works of a cell ``cited``."""
        return ", ".join(self.work(key) for key in keys.split(";") if key)

    def origin(self, row: dict, *, line: bool = True) -> str:
        """Say where a row was read: source, locator and line of its text."""
        source = sources.source(row["source"])
        name = self.named(source["id"], source["bibkey"], source["title"])
        where = [part for part in (row.get("locator", ""),) if part]
        if line and row.get("line"):
            where.append(f"line {row['line']}")
        return ", ".join([name, *map(escape, where)])

    def named(self, text: str, key: str, title: str = "") -> str:
        """Link a text to a work's entry in the bibliography."""
        if key not in self.entries:
            return escape(text)
        _, docname, anchor = self.entries[key]
        return self.link(text, docname, anchor, title=title)

    def status(self, id: str, status: str) -> str:
        """Show a row's status, with links to the discrepancies that concern it."""
        found = explanations().get(id, [])
        whys = ["why"] if len(found) == 1 else [f"why ({one + 1})" for one in range(len(found))]
        links = [
            self.link(
                why,
                addresses.DISCREPANCIES,
                addresses.row_anchor(one),
                title=f"Discrepancy {one}",
            )
            for why, one in zip(whys, found, strict=True)
        ]
        return " ".join([chip(status), *links])

    def attributes(self, **values: str) -> str:
        """Write a row's ``data-`` attributes, by which it can be filtered.

        Empty values are left out.
        """
        told = "".join(
            f' data-{name}="{escape(value, quote=True)}"' for name, value in values.items() if value
        )
        return f" data-row{told}"


WRITERS: dict[str, Callable[[PageWriter, str], str]] = {}
# The tables behind what several families use. A family says that it reads these as well.
ORIGINS = ("sources",)  # `PageWriter.origin`, `parts_by_source`
REASONS = ("discrepancies",)  # `PageWriter.status`
NAMES = ("places", "institutions")  # `named`
FACTS = ("observations", "units")  # `helpers.evidence.facts`


def family(
    app,
    name: str,
    write: Callable[[PageWriter, str], str],
    *,
    reads: tuple[str, ...] = (),
    late: tuple[str, ...] = (),
    shows: list[tuple[str, str]] | None = None,
    parts: Callable[[], list[tuple[str, str, str]]] = lambda: [("", "", "")],
    filters: str = "",
) -> None:
    """Register the directive ``{name}``, whose parts are written from data.

    Parameters
    ----------
    write : callable
        Makes the HTML of a part for a `PageWriter`.
    reads : tuple of str
        The tables that `write` and `parts` read, `ORIGINS` and the like included.
    late : tuple of str
        What `write` tells that is known only when all pages are read: ids of `cross_references`.
        Whoever names works, as `PageWriter.origin` does, tells ``"works"``.
    shows : list of tuple
        What else the page depends on, as kinds and ids of `freshness`: ``("bundle", "facts")``.
    parts : callable
        Each part's id, its section's title and the section's anchor; one without a title makes no
        section.
    filters : str
        What rows can be filtered by, ``"kind:Kind place:Place"``: a row's ``data-kind`` and its
        label. A filter of free text comes with it. Without JavaScript there is none.
    """
    remembered = [("table-file", one) for one in reads] + [("late", one) for one in late]
    remembered += shows or []

    class Family(SphinxDirective):
        def run(self):
            for kind, id in remembered:
                freshness.remember(self.env, kind, id)
            made: list[nodes.Node] = []
            if filters:
                made.append(DataBlock(family="filter", part=filters))
            for part, title, anchor in parts():
                block = DataBlock(family=name, part=part)
                if not title:
                    made.append(block)
                    continue
                section = nodes.section("", nodes.title(title, title), block, ids=[anchor])
                section["names"].append(anchor)
                made.append(section)
            return made

    Family.__doc__ = f"``{{{name}}}``: {write.__doc__}"
    WRITERS[name] = write
    app.add_directive(name, Family)


def block_html(builder, node) -> str:
    """Write a block."""
    return WRITERS[node["family"]](PageWriter(builder), node["part"])


def filter_bar(page: PageWriter, filters: str) -> str:
    """Leave a place for the filters, which the page's script fills."""
    return f'<div class="browse" data-by="{escape(filters)}"></div>'


@cache
def explanations() -> dict[str, list[str]]:
    """List the discrepancies that concern each row of any table, by the row's id."""
    found: dict[str, list[str]] = {}
    for one in rows("discrepancies"):
        for id in one["concerns"].split(";"):
            found.setdefault(id, []).append(one["id"])
    return found


@cache
def place_names() -> dict[str, str]:
    """Read every place's name, by id."""
    return {row["id"]: row["name"] for row in rows("places")}


@cache
def institution_names() -> dict[str, str]:
    """Read every institution's name, by id."""
    return {row["id"]: row["name"] for row in rows("institutions")}


def named(id: str) -> str:
    """Name a place or institution by its id."""
    known = place_names().get(id) or institution_names().get(id)
    words = id.removeprefix("inst.").replace("-", " ")
    return known or (words.upper() if len(words) < 6 else words.title())


def chip(state: str) -> str:
    """Show in which state a row is, such as ``as-printed``."""
    return f'<span class="chip {state}">{state.replace("-", " ")}</span>'


def capitalised(text: str) -> str:
    """Begin a text with a capital letter, and leave the rest, where names may be, as it is."""
    return text[:1].upper() + text[1:]


def with_acronym(name: str, acronym: str) -> str:
    """Write a name with its acronym in brackets, unless the name holds it.

    >>> with_acronym("the National Police", "PN"), with_acronym("PN on the border", "PN")
    ('the National Police (PN)', 'PN on the border')
    """
    return f"{name} ({acronym})" if acronym and acronym not in name else name


def parts_by_source(table: str) -> list[tuple[str, str, str]]:
    """Divide a page by source: into those that a table has rows of."""
    found = {one["source"] for one in rows(table)}
    return [
        (
            one["id"],
            f"{one['kind'].replace('-', ' ').capitalize()} ({one['id']})",
            f"{table}-{one['id']}",
        )
        for one in rows("sources")
        if one["id"] in found
    ]


def table(head: list[tuple[str, str]], body: list[str], css: str) -> str:
    """Write a table, its columns as pairs of class and title; every cell knows its title."""
    if not body:
        return '<p class="nothing">None.</p>'
    columns = "".join(
        f'<th scope="col" class="{name}">{escape(title)}</th>' for name, title in head
    )
    return (
        f'<div class="apparatus-table {css}"><table><thead><tr>{columns}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def row(cells: dict[str, str], *, id: str = "", data: str = "", head: list[tuple[str, str]]) -> str:
    """Write a row of a table from the HTML of its cells, by the columns' classes."""
    titles = dict(head)
    told = "".join(
        f'<td class="{name}" data-title="{escape(titles[name])}">{html}</td>'
        for name, html in cells.items()
    )
    return f"<tr{f' id={chr(34)}{id}{chr(34)}' if id else ''}{data}>{told}</tr>"


def setup(app) -> None:
    """Register the node and the filters' place."""
    WRITERS["filter"] = filter_bar
    add_html_only(app, DataBlock, block_html)
