"""What a page holds that can be found: its sections, figures and tables, and the works it lists.

It is read from a page when that is written, with every reference and number in its place, and kept
beside Sphinx's own notes, so that the pages that stay as they were need not be read again.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.util.osutil import ensuredir

from helpers.engine.sphinx_ext.back_matter.data_pages import DataBlock
from helpers.engine.sphinx_ext.published.data_figure import Drawing
from helpers.engine.sphinx_ext.search.entries import (
    FIGURES,
    SECTIONS,
    TABLES,
    WORKS,
    SearchEntry,
    SearchKind,
)

KINDS = {one.name: one for one in (SECTIONS, FIGURES, TABLES, WORKS)}
SILENT = (
    nodes.raw,
    nodes.Invisible,
    nodes.literal_block,
    nodes.math_block,
    nodes.title,
    nodes.label,
    nodes.section,  # it is told of by itself, like a figure
    nodes.citation,
)
SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=\.)\s+(?=[^\W\d_])")
LETTER = re.compile(r"[^\W\d_]{2}")
BETWEEN = " · "  # cells of a table, words of a drawing


def read(doctree, page: str, env) -> list[SearchEntry]:
    """List what can be found in a page that is about to be written."""
    found: list[SearchEntry] = []
    for number, section in enumerate(doctree.findall(nodes.section)):
        found.append(
            SearchEntry(
                SECTIONS,
                _words(section.next_node(nodes.title)),
                _text(section),
                page=page,
                anchor="" if number == 0 else section["ids"][0],
            )
        )
    for node in doctree.findall():
        if is_numbered(node):
            found.append(_numbered(node, page, env))
        elif isinstance(node, nodes.citation) and node["ids"]:
            told = _text(node)
            title, _, rest = told.partition("). ")
            title = f"{title})" if rest else title
            names = (_words(node.next_node(nodes.label)),)
            found.append(SearchEntry(WORKS, title, rest, names, page, node["ids"][0]))
    return found


def is_numbered(node) -> bool:
    """Return whether a node is a figure or table with a name of its own."""
    return isinstance(node, nodes.figure | nodes.table) and bool(node["ids"] and _caption(node))


def _caption(node):
    kind = nodes.caption if isinstance(node, nodes.figure) else nodes.title
    return next((one for one in node.children if isinstance(one, kind)), None)


def _numbered(node, page: str, env) -> SearchEntry:
    """Tell of a figure or table by its number, its caption, and the words in it."""
    kind, name = (FIGURES, "figure") if isinstance(node, nodes.figure) else (TABLES, "table")
    anchor = node["ids"][0]
    number = env.toc_fignumbers.get(page, {}).get(name, {}).get(anchor)
    label = env.config.numfig_format[name] % ".".join(map(str, number)) if number else ""
    caption = _words(_caption(node))
    title, *rest = SENTENCE.split(caption, maxsplit=1)
    texts = rest
    if kind is FIGURES:
        texts += [one["alt"] for one in (*node.findall(Drawing), *node.findall(_has_alt))]
        texts += [BETWEEN.join(drawn(one["bundle"].read("svg"))) for one in node.findall(Drawing)]
    else:
        texts.append(_cells(node))
    title = f"{label}. {title}".removeprefix(". ").rstrip(".")
    names = (anchor.partition("-")[2] or anchor,)
    return SearchEntry(kind, title, " ".join(filter(None, texts)), names, page, anchor)


def _has_alt(node) -> bool:
    return isinstance(node, nodes.image) and bool(node.get("alt"))


def drawn(svg: str) -> list[str]:
    """List the words in a drawing, each text once; numbers on its axes are none.

    Examples
    --------
    >>> drawn("<svg><text>Deaths</text><text>100</text><text>a <tspan>year</tspan></text></svg>")
    ['Deaths', 'a year']
    """
    texts = (
        " ".join("".join(one.itertext()).split())
        for one in ElementTree.fromstring(svg).iter()
        if one.tag.rpartition("}")[2] == "text"
    )
    return list(dict.fromkeys(one for one in texts if LETTER.search(one)))


def _text(node) -> str:
    """Write what a section says itself: not its subsections, figures, code, titles."""
    return " ".join(filter(None, map(_told, node.children)))


def _told(node) -> str:
    if isinstance(node, nodes.Text):
        return _words(node)
    if isinstance(node, SILENT) or is_numbered(node) or "cell" in node["classes"]:
        return ""
    if isinstance(node, nodes.table):
        return _cells(node)
    return _words(node) if isinstance(node, nodes.TextElement) else _text(node)


def _cells(table) -> str:
    return BETWEEN.join(filter(None, map(_words, table.findall(nodes.entry))))


def _words(node) -> str:
    """Write a node's text in one line; nothing of no node."""
    return " ".join(node.astext().split()) if node is not None else ""


def keep(app, doctree, page: str) -> None:
    """Keep what can be found in a page, as often as it is written."""
    if app.builder.name != "html" or page not in app.env.found_docs:
        return
    told = {
        "lists": next(doctree.findall(DataBlock), None) is not None,
        "entries": [{**asdict(one), "kind": one.kind.name} for one in read(doctree, page, app.env)],
    }
    file = _file(app, page)
    ensuredir(file.parent)
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def kept(app, page: str) -> tuple[list[SearchEntry], bool]:
    """Return what can be found in a page, and whether that page only lists data."""
    file = _file(app, page)
    if not file.is_file():
        app.env.get_and_resolve_doctree(page, app.builder)  # which keeps it
    told = json.loads(file.read_text(encoding="utf-8"))
    return [_entry(one) for one in told["entries"]], told["lists"]


def _entry(told: dict) -> SearchEntry:
    kept = {key: tuple(one) if isinstance(one, list) else one for key, one in told.items()}
    return SearchEntry(**{**kept, "kind": KINDS[told["kind"]]})


def kinds(entries: Iterable[SearchEntry]) -> list[SearchKind]:
    """List the kinds of entries, the pages' own first."""
    return list(dict.fromkeys([*KINDS.values(), *(one.kind for one in entries)]))


def _file(app, page: str) -> Path:
    return Path(app.doctreedir, "search", f"{page}.json")


def setup(app) -> None:
    """Register: last, so that nothing is told that another extension takes out of the page."""
    app.connect("doctree-resolved", keep, priority=900)
