"""Terms of the glossary, explained where a chapter first uses them.

A form of a term is found wherever it stands in running text, unless ``glossary_homonyms.csv`` says
that it also means something else there. Then the author says with the role ``{term}`` that the term
is meant.
"""

import re
from functools import cache
from html import escape

from docutils import nodes

from helpers.engine.sphinx_ext import freshness
from helpers.engine.sphinx_ext.addresses import GLOSSARY, address, row_anchor
from helpers.engine.sphinx_ext.back_matter.data_pages import PageWriter, capitalised, rows
from helpers.engine.sphinx_ext.nodes import add_inline
from helpers.engine.sphinx_ext.roles import PrintingRole
from helpers.errors import BookError, nearest

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


WRITTEN = re.compile(r"(?P<words>.+?)\s*<(?P<id>[^<>]+)>", re.DOTALL)


class TermNode(nodes.Inline, nodes.TextElement):
    """A term that leads to the glossary; attribute ``term`` is its row there."""


class TermRole(PrintingRole):
    """``{term}`Commitments <term.commitment>```: these words, and the term that they mean.

    Without an id the words are a form of the term: ``{term}`extraditions```.
    """

    def run(self):
        """Make the term, or report that the glossary has none such."""
        found = WRITTEN.fullmatch(self.text)
        words, id = (found["words"], found["id"]) if found else (self.text, "")
        freshness.remember(self.env, "table-file", "glossary")
        try:
            term = by_id(id) if id else by_form(words)
        except BookError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [TermNode(self.rawtext, words, term=term)], []


def by_id(id: str) -> dict[str, str]:
    """Look up the term of that id.

    Raises
    ------
    BookError
        When there is none; ids near it are suggested.
    """
    known = {one["id"]: one for one in rows("glossary")}
    if id not in known:
        raise BookError(f"term {id!r}: not in data/glossary.csv.{nearest(id, known)}")
    return known[id]


def by_form(words: str) -> dict[str, str]:
    """Look up the term that has these words as one of its forms.

    Raises
    ------
    BookError
        When none has; forms near them are suggested.
    """
    known = {form.lower(): one for one in rows("glossary") for form in forms(one)}
    told = " ".join(words.split()).lower()
    for form in (told, told.removesuffix("s")):
        if form in known:
            return known[form]
    raise BookError(
        f"term {words!r}: no form of any term of data/glossary.csv. {{term}}`words <term.id>` says "
        f"which term other words mean.{nearest(told, known)}"
    )


def forms(term: dict[str, str]) -> list[str]:
    """List the forms of a term: its name, its acronym, its other spellings."""
    return sorted({term["term"], term["acronym"], *term["forms"].split(";")} - {""})


@cache
def pattern() -> tuple[re.Pattern, dict[str, dict]]:
    """Make what finds any unambiguous form of any term, and tell the terms by the groups' names."""
    unclear = {(one["term"], one["form"]) for one in rows("glossary_homonyms")}
    found_by = [
        (form, f"t{number}_{place}", one)
        for number, one in enumerate(rows("glossary"))
        for place, form in enumerate(forms(one))
        if (one["id"], form) not in unclear
    ]
    found_by.sort(key=lambda one: (-len(one[0]), one[0]))
    found = "|".join(f"(?P<{group}>{_form(form)})" for form, group, _ in found_by) or "(?!)"
    terms = {group: one for _, group, one in found_by}
    return re.compile(rf"(?<![\w-])(?:{found})(?![\w-])"), terms


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
    freshness.remember(app.env, "table-file", "glossary_homonyms")
    if not rows("glossary"):
        return
    seen: set[str] = set()
    for paragraph in list(doctree.findall(nodes.paragraph)):
        for node in list(paragraph.findall(_is_text_or_term)):
            if isinstance(node, TermNode):
                seen.add(node["term"]["id"])  # its author has explained it
            elif _is_running(node):
                node.parent.replace(node, _marked(node, seen))


def _is_text_or_term(node) -> bool:
    return isinstance(node, (nodes.Text, TermNode))


def _is_running(node) -> bool:
    while node is not None:
        if isinstance(node, (*ELSEWHERE, TermNode)) or node.__class__.__name__ in {
            "FactNode",
            "pending_xref",
        }:
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
    if not page.has(GLOSSARY):
        return
    term = node["term"]
    note = _note(self, term["id"])
    href = address(self.builder, GLOSSARY, row_anchor(term["id"]))
    self.body.append(
        f'<span class="term-box"><a class="term" href="{href}" aria-describedby="{note}">'
    )
    node["note"] = note


def _note(translator, id: str) -> str:
    """Name a term's note: by the term, and by a number when a page explains it again."""
    translator.book_terms = getattr(translator, "book_terms", {})
    count = translator.book_terms[id] = translator.book_terms.get(id, 0) + 1
    return f"note-{row_anchor(id)}" + (f"-{count}" if count > 1 else "")


def depart_html(self, node) -> None:
    """Close the link and add the note."""
    page = PageWriter(self.builder)
    if not page.has(GLOSSARY):
        return
    term = node["term"]
    name = capitalised(term["term"])
    spanish = f' (<i lang="es">{escape(term["term_es"])}</i>)' if term["term_es"] else ""
    self.body.append(
        f'</a><span class="fact-note" role="tooltip" id="{node["note"]}">'
        f"<b>{escape(name)}</b>{spanish}. {escape(term['definition'])}</span></span>"
    )


def setup(app) -> None:
    """Register."""
    add_inline(app, TermNode, visit_html, depart_html)
    app.add_role_to_domain("std", "term", TermRole(), override=True)  # Sphinx has one of its own
    app.connect("doctree-read", explain)
