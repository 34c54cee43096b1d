"""The glossary's page; `apparatus_terms` leads to it from chapters."""

from html import escape

from helpers.publishing.sphinx_extension.apparatus_pages import (
    Page,
    anchor,
    attributes,
    family,
    rows,
)


def glossary(page: Page, part: str) -> str:
    """List every term with its Spanish form, acronym, meaning and place in the sources."""
    return f'<dl class="glossary">{"".join(_term(page, one) for one in rows("glossary"))}</dl>'


def _term(page: Page, one: dict) -> str:
    acronym = ""
    if one["acronym"] and one["acronym"] not in one["term"]:
        acronym = f' <span class="acronym">{escape(one["acronym"])}</span>'
    spanish = f' <i lang="es">{escape(one["term_es"])}</i>' if one["term_es"] else ""
    data = "" if page.in_print else attributes(source=one["source"])
    return (
        f'<div id="{anchor(one["id"])}"{data}><dt>{escape(_capital(one["term"]))}{acronym}{spanish}'
        f"</dt><dd>{escape(one['definition'])} <small>{page.origin(one)}</small></dd></div>"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def setup(app) -> None:
    """Register."""
    shows = [("late", "citations"), ("table-file", "glossary"), ("table-file", "sources")]
    family(app, "glossary-of-terms", glossary, shows=shows, filters="source:Source")
