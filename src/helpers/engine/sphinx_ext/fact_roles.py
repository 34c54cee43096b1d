"""The role ``{fact}``: a number in a sentence, and its way back to the source."""

from html import escape

from docutils import nodes

from helpers.engine.extensions import book
from helpers.engine.sphinx_ext import addresses, freshness
from helpers.engine.sphinx_ext.back_matter import bibliography
from helpers.engine.sphinx_ext.nodes import add_inline
from helpers.engine.sphinx_ext.published import bundles, footer
from helpers.engine.sphinx_ext.roles import PrintingRole
from helpers.engine.state import fingerprints
from helpers.errors import BookError
from helpers.evidence import sources

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


class FactRole(PrintingRole):
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
        forms = freshness.kept(self.env, "book_forms").setdefault(self.env.docname, set())
        forms.add((found.id, self.name))
        # Its note names the works that its source cites there, as the bibliography has them.
        works = filter(None, found.cited.split(";"))
        freshness.refer(self.env, map(addresses.work_anchor, works))
        return [FactNode(self.rawtext, text, fact=found, classes=["fact"])], []

    def facts(self, content: str) -> list[str]:
        """Return its content: one id."""
        return [content]


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
        The names of works by key, as `bibliography.works` gives them.
    """
    told = [f"<b>{escape(found.indicator)}</b>"]
    if found.status == "computed":
        told.append(f"Computed here from {escape(', '.join(found.of))}.")
        return " ".join(told)
    source = sources.source(found.source)
    where = f"{footer.source_name(source)}, {found.locator}"
    told.append(f"Printed as “{escape(found.literal)}” in {escape(where)}.")
    if found.cited:
        named = [works[key][0] if key in works else key for key in found.cited.split(";")]
        told.append(f"Cited there: {escape('; '.join(named))}.")
    if found.status == "corrected":
        told.append("Corrected: the page it leads to says why.")
    if found.status == "disputed":
        told.append("Disputed: the page it leads to says why.")
    if source["context"] == "true":
        told.append(book().context_note)
    return " ".join(told)


@freshness.kind("fact")
def digest(app, id: str) -> str:
    """Digest what a fact shows, the explanation of where it is from included."""
    found = bundles.fact(app, id)
    return fingerprints.of_bytes(f"{found} {explanation(found, {})}".encode())


def visit_html(self, node) -> None:
    """Open the fact: a link to its row, described by a note that shows on hover or focus."""
    found = node["fact"]
    page = addresses.COMPUTED if found.status == "computed" else addresses.OBSERVATIONS
    href = addresses.address(self.builder, page, addresses.fact_anchor(found.id))
    self.book_facts = getattr(self, "book_facts", 0) + 1
    note = f"fact-note-{self.book_facts}"
    self.body.append(
        f'<span class="fact fact-{found.status}"><a href="{href}" aria-describedby="{note}">'
    )
    node["note"] = note


def depart_html(self, node) -> None:
    """Close the link and add the note."""
    self.body.append(
        f'</a><span class="fact-note" role="tooltip" id="{node["note"]}">'
        f"{explanation(node['fact'], bibliography.works(self.builder.env))}</span></span>"
    )


def setup(app) -> None:
    """Register."""
    app.add_role("fact", FactRole())
    app.add_role("fact-words", FactInWordsRole())
    app.add_role("fact-words-capital", FactInWordsAtStartRole())
    add_inline(app, FactNode, visit_html, depart_html)
