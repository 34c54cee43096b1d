"""The Sphinx extension: facts, figures and tables in pages, and the look of the book."""

from helpers import paths
from helpers.engine.sphinx_ext import (
    addresses,
    arguments,
    back_matter,
    builder,
    coverage,
    facts,
    freshness,
    page_context,
    parameters_box,
    roles,
)
from helpers.engine.sphinx_ext.published import figures, tables


def setup(app):
    """Register everything; Sphinx calls this."""
    app.add_config_value("book_bundles", str(paths.BUILD / "preview"), "")
    app.add_config_value("book_parameters", {}, "")
    for part in (
        arguments,
        back_matter,
        builder,
        coverage,
        facts,
        figures,
        freshness,
        addresses,
        page_context,
        parameters_box,
        roles,
        tables,
    ):
        part.setup(app)
    return {
        "version": "1",
        "env_version": 3,  # of what `freshness` keeps: when it changes form, all is read anew
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
