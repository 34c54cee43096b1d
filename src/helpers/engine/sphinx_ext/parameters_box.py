"""The small box at a chapter's end that shows its fixed parameters, once."""

from html import escape

from docutils import nodes

from helpers.engine.sphinx_ext import freshness
from helpers.engine.sphinx_ext.nodes import add_html_only


class ParametersBox(nodes.General, nodes.Element):
    """The box; attribute ``parameters``."""


def add_box(app, doctree) -> None:
    """Append the box to a chapter that has parameters."""
    page = app.env.docname.removeprefix("chapters/")
    given = app.config.book_parameters.get(page)
    freshness.remember(app.env, "parameters", page)
    if given:
        target = next(iter(doctree.findall(nodes.section)), doctree)
        target += ParametersBox(parameters=given)


def box_html(builder, node) -> str:
    """Write the box."""
    items = "".join(
        f"<div><dt>{name.replace('_', ' ')}</dt><dd>{_written(value)}</dd></div>"
        for name, value in node["parameters"].items()
    )
    return (
        '<aside class="parameters" aria-label="Parameters of this chapter">'
        f"<p>This chapter was executed with</p><dl>{items}</dl></aside>"
    )


def _written(value) -> str:
    """Write a parameter as a reader sees it: a list by its members, without brackets."""
    return escape(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def setup(app) -> None:
    """Register."""
    add_html_only(app, ParametersBox, box_html)
    app.connect("doctree-read", add_box)
