"""Holding what pages print to what verification sees: it reads their sources without Sphinx.

A fact that a page prints and verification does not see could change unnoticed. So such a page is
refused, whatever brought the fact there.
"""

from pathlib import Path

from sphinx.util import logging

from helpers.engine.pages.chapters import Page
from helpers.engine.sphinx_ext import freshness
from helpers.engine.sphinx_ext.fact_roles import FactNode
from helpers.engine.verify import record
from helpers.engine.verify.printed import facts_in, printed

LOGGER = logging.getLogger(__name__)


def require_seen(app, doctree) -> None:
    """Report every fact in a page that verification would not record, and record the page."""
    env = app.env
    shown = {node["fact"].id: node for node in doctree.findall(FactNode)}
    page = Page(env.docname.removeprefix("chapters/"), Path(env.doc2path(env.docname)))
    cells = page.notebook["cells"] if page.is_notebook else []
    outputs = [one.get("outputs", []) for one in cells if one["cell_type"] == "code"]
    text = record.page_text(page.name, printed([page]), outputs)
    freshness.kept(env, "book_texts")[env.docname] = (text.name, text.sha256)
    seen = {use.id for _, items in page.read for use in facts_in(items)}
    for id in sorted(shown.keys() - seen):
        LOGGER.error(
            "the fact %s is printed here by something that verification does not read, such as "
            "reStructuredText or an included file. Print it with a role in this page's Markdown.",
            id,
            location=shown[id] if shown[id].line else env.docname,
        )


def setup(app) -> None:
    """Register."""
    app.connect("doctree-read", require_seen)
