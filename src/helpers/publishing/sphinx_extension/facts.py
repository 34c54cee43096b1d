"""The role ``{fact}``: a number in a sentence, and its way back to the source."""

from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from helpers.errors import BookError
from helpers.evidence import sources
from helpers.publishing.sphinx_extension import (
    apparatus_bibliography,
    apparatus_nodes,
    bundles,
    freshness,
    page_names,
)
from helpers.publishing.sphinx_extension.nodes import add_inline

WORDS = [
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


class FactNode(nodes.Inline, nodes.TextElement):
    """A fact in a sentence; its attribute ``fact`` holds all that is known of it."""


class FactRole(SphinxRole):
    """``{fact}`prisons.population.2021-02```: the number in figures."""

    def run(self):
        """Make the node, or report that there is no such fact."""
        try:
            found = bundles.fact(self.env.app, self.text)
            text = self.written(found)
        except BookError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        freshness.remember(self.env, "fact", found.id)
        # Its note names the works that its source cites there, as the bibliography has them.
        works = filter(None, found.cited.split(";"))
        freshness.refer(self.env, map(page_names.work_anchor, works))
        return [FactNode(self.rawtext, text, fact=found, classes=["fact"])], []

    def written(self, found) -> str:
        """Write the number as sentences print it."""
        return found.text


class FactInWordsRole(FactRole):
    """``{fact-words}`prisons.riot-prisons.2021-02```: a small count as a word of running text."""

    capital = False

    def written(self, found) -> str:
        """Write the count as a word, which must be one of `WORDS`.

        Raises
        ------
        BookError
            When the value is no small count.
        """
        if found.value not in range(len(WORDS)) or not found.text.isdigit():
            raise BookError(
                f"fact {found.id!r}: {found.text} has no word here; only counts up to "
                f"{len(WORDS) - 1} have. Use {{fact}}."
            )
        word = WORDS[int(found.value)]
        return word.capitalize() if self.capital else word


class FactInWordsAtStartRole(FactInWordsRole):
    """``{fact-words-capital}``: the same at the start of a sentence."""

    capital = True


def explanation(found, works: dict) -> str:
    """Say in HTML where the number is from: what was printed where, and what became of it.

    Parameters
    ----------
    works : dict
        The names of works by key, as `apparatus_bibliography.works` gives them.
    """
    told = [f"<b>{escape(found.indicator)}</b>"]
    if found.status == "computed":
        told.append(f"Computed here from {escape(', '.join(found.of))}.")
        return " ".join(told)
    source = sources.source(found.source)
    where = f"{apparatus_nodes.source_name(source)}, {found.locator}"
    told.append(f"Printed as “{escape(found.literal)}” in {escape(where)}.")
    if found.cited:
        named = [works[key][0] if key in works else key for key in found.cited.split(";")]
        told.append(f"Cited there: {escape('; '.join(named))}.")
    if found.status == "corrected":
        told.append("Corrected: the page it leads to says why.")
    if found.status == "disputed":
        told.append("Disputed: the page it leads to says why.")
    if source["context"] == "true":
        told.append("Context, not one of the five sources.")
    return " ".join(told)


def visit_html(self, node) -> None:
    """Open the fact: a link to its row, described by a note that shows on hover or focus."""
    found = node["fact"]
    page = page_names.COMPUTED if found.status == "computed" else page_names.OBSERVATIONS
    href = page_names.address(self.builder, page, page_names.fact_anchor(found.id))
    self.book_facts = getattr(self, "book_facts", 0) + 1
    note = f"fact-note-{self.book_facts}"
    self.body.append(
        f'<span class="fact fact-{found.status}"><a href="{href}" aria-describedby="{note}">'
    )
    node["note"] = note


def depart_html(self, node) -> None:
    """Close the link and add the note; print has no use for it."""
    self.body.append("</a>")
    if self.builder.name != "singlehtml":
        self.body.append(
            f'<span class="fact-note" role="tooltip" id="{node["note"]}">'
            f"{explanation(node['fact'], apparatus_bibliography.works(self.builder.env))}</span>"
        )
    self.body.append("</span>")


class PlainRole(SphinxRole):
    """``{plain}`12```: a number that is no evidence, such as one of an example."""

    def run(self):
        """Print it as it is."""
        return [nodes.inline(self.rawtext, self.text, classes=["plain-number"])], []


# The roles that print a fact. What verification counts as printed is read from here.
ROLES: dict[str, type[FactRole]] = {
    "fact": FactRole,
    "fact-words": FactInWordsRole,
    "fact-words-capital": FactInWordsAtStartRole,
}


def setup(app) -> None:
    """Register."""
    for name, role in ROLES.items():
        app.add_role(name, role())
    app.add_role("plain", PlainRole())
    add_inline(app, FactNode, visit_html, depart_html)
