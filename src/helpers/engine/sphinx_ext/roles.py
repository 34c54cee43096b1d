"""The roles that print: each says, to Sphinx and to verification alike, what it prints.

Verification records what every role prints that an extension of this project registers (see
`helpers.engine.extensions`), so that a new role needs no line there: it is a `PrintingRole`.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from helpers.engine.pages import prose


class PrintingRole(SphinxRole):
    """A role of this project. What it prints is asked with the role's content, without Sphinx."""

    def facts(self, content: str) -> list[str]:
        """Return the ids of the facts that it prints."""
        return []

    def written(self, found) -> str:
        """Return a fact as it prints it.

        Parameters
        ----------
        found : helpers.evidence.facts.Fact
            One of `facts`.
        """
        return found.text

    def sentence(self, content: str) -> str:
        """Return the Markdown that it prints in its place, in which roles may stand."""
        return ""


class PlainRole(PrintingRole):
    """``{plain}`12```: a number that is no evidence, such as one of an example."""

    def run(self):
        """Print it as it is."""
        return [nodes.inline(self.rawtext, self.text, classes=["plain-number"])], []


def setup(app) -> None:
    """Register."""
    app.add_role(prose.PLAIN, PlainRole())
