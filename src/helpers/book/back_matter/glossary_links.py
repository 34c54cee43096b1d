"""Terms of the glossary, explained where a chapter first uses them."""

import re
from functools import cache
from html import escape

from docutils import nodes

from helpers.engine.sphinx_ext import freshness
from helpers.engine.sphinx_ext.addresses import GLOSSARY, address, row_anchor
from helpers.engine.sphinx_ext.back_matter.data_pages import PageWriter, capitalised, rows
from helpers.engine.sphinx_ext.nodes import add_inline

# Only running text is explained: not headings, captions, links, quotations of code, cells.
ELSEWHERE = (
    nodes.title,
    nodes.caption,
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.raw,
    nodes.entry,
    nodes.term,
    nodes.Invisible,
    nodes.pending,
)


class TermNode(nodes.Inline, nodes.TextElement):
    """A term at its first use in a page; attribute ``term`` is its row of the glossary."""


@cache
def pattern() -> tuple[re.Pattern, dict[str, dict]]:
    """Make what finds any form of any term, and tell the terms by the groups' names."""
    forms = []
    for number, one in enumerate(rows("glossary")):
        told = {one["term"], one["acronym"], *one["forms"].split(";")} - {""}
        forms += [(form, f"t{number}_{place}", one) for place, form in enumerate(sorted(told))]
    forms.sort(key=lambda one: (-len(one[0]), one[0]))
    found = "|".join(f"(?P<{group}>{_form(form)})" for form, group, _ in forms)
    return re.compile(rf"(?<![\w-])(?:{found})(?![\w-])"), {group: one for _, group, one in forms}


def _form(form: str) -> str:
    """Let a form stand in the plural, across lines and at a sentence's start, names as they are."""
    words = r"\s+".join(re.escape(word).replace("–", "[–-]") for word in form.split())
    words = words.replace("-", "[–-]") if "[–-]" not in words else words
    return words if re.search("[A-Z]", form) else f"(?i:{words}s?)"


def explain(app, doctree) -> None:
    """Mark the first use of every term in a chapter's running text."""
    if app.env.docname.removeprefix("chapters/").startswith("apparatus/"):
        return
    freshness.remember(app.env, "table-file", "glossary")  # even empty: terms may come
    if not rows("glossary"):
        return
    seen: set[str] = set()
    for paragraph in list(doctree.findall(nodes.paragraph)):
        for text in list(paragraph.findall(nodes.Text)):
            if _is_running(text):
                text.parent.replace(text, _marked(text, seen))


def _is_running(node) -> bool:
    while node is not None:
        if isinstance(node, ELSEWHERE) or node.__class__.__name__ in {"FactNode", "pending_xref"}:
            return False
        node = node.parent
    return True


def _marked(text: nodes.Text, seen: set[str]) -> list[nodes.Node]:
    """Split a text at the terms that the page has not used before."""
    finds, terms = pattern()
    made: list[nodes.Node] = []
    told, start = text.astext(), 0
    for found in finds.finditer(told):
        term = terms[found.lastgroup]
        if term["id"] in seen:
            continue
        seen.add(term["id"])
        made.append(nodes.Text(told[start : found.start()]))
        made.append(TermNode("", found.group(), term=term))
        start = found.end()
    return [*made, nodes.Text(told[start:])]


def visit_html(self, node) -> None:
    """Open the term: a link to the glossary, described by a note that shows on hover or focus."""
    page = PageWriter(self.builder)
    if page.in_print or not page.has(GLOSSARY):
        return
    term = node["term"]
    note = f"note-{row_anchor(term['id'])}"
    href = address(self.builder, GLOSSARY, row_anchor(term["id"]))
    self.body.append(
        f'<span class="term-box"><a class="term" href="{href}" aria-describedby="{note}">'
    )


def depart_html(self, node) -> None:
    """Close the link and add the note; print has no use for it."""
    page = PageWriter(self.builder)
    if page.in_print or not page.has(GLOSSARY):
        return
    term = node["term"]
    name = capitalised(term["term"])
    spanish = f' (<i lang="es">{escape(term["term_es"])}</i>)' if term["term_es"] else ""
    self.body.append(
        f'</a><span class="fact-note" role="tooltip" id="note-{row_anchor(term["id"])}">'
        f"<b>{escape(name)}</b>{spanish}. {escape(term['definition'])}</span></span>"
    )


def setup(app) -> None:
    """Register."""
    add_inline(app, TermNode, visit_html, depart_html)
    app.connect("doctree-read", explain)
