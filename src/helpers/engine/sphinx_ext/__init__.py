"""The Sphinx extension: facts, figures and tables in pages, and the look of the book."""

from helpers import paths
from helpers.engine.sphinx_ext import (
    addresses,
    back_matter,
    builder,
    facts,
    freshness,
    page_context,
    parameters_box,
)
from helpers.engine.sphinx_ext.published import figures, tables


def setup(app):
    """Register everything; Sphinx calls this."""
    from helpers.engine.print import builder as print_builder

    app.add_config_value("book_bundles", str(paths.BUILD / "preview"), "")
    app.add_config_value("book_parameters", {}, "")
    for part in (
        back_matter,
        builder,
        print_builder,
        facts,
        figures,
        freshness,
        addresses,
        page_context,
        parameters_box,
        tables,
    ):
        part.setup(app)
    return {
        "version": "1",
        "env_version": 2,  # of what `freshness` keeps: when it changes form, all is read anew
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
