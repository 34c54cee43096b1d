"""The glossary's page; `glossary_links` leads to it from chapters."""

from html import escape

from helpers.engine.sphinx_ext.addresses import row_anchor
from helpers.engine.sphinx_ext.back_matter.data_pages import (
    ORIGINS,
    PageWriter,
    capitalised,
    family,
    rows,
)


def glossary(page: PageWriter, part: str) -> str:
    """List every term with its Spanish form, acronym, meaning and place in the sources."""
    return f'<dl class="glossary">{"".join(_term(page, one) for one in rows("glossary"))}</dl>'


def _term(page: PageWriter, one: dict) -> str:
    acronym = ""
    if one["acronym"] and one["acronym"] not in one["term"]:
        acronym = f' <span class="acronym">{escape(one["acronym"])}</span>'
    spanish = f' <i lang="es">{escape(one["term_es"])}</i>' if one["term_es"] else ""
    term = escape(capitalised(one["term"]))
    data = page.attributes(source=one["source"])
    return (
        f'<div id="{row_anchor(one["id"])}"{data}><dt>{term}{acronym}{spanish}'
        f"</dt><dd>{escape(one['definition'])} <small>{page.origin(one)}</small></dd></div>"
    )


def setup(app) -> None:
    """Register."""
    family(
        app,
        "glossary-of-terms",
        glossary,
        reads=("glossary", *ORIGINS),
        late=("works",),
        filters="source:Source",
    )
