"""The Sphinx extension: facts, figures and tables in pages, and the look of the book."""

from helpers import paths
from helpers.engine.sphinx_ext import (
    addresses,
    argument_roles,
    back_matter,
    builder,
    coverage,
    fact_roles,
    freshness,
    page_context,
    parameters_box,
    roles,
    search,
)
from helpers.engine.sphinx_ext.published import data_figure, data_table


def setup(app):
    """Register everything; Sphinx calls this."""
    from helpers.engine.print import builder as print_builder

    app.add_config_value("book_bundles", str(paths.BUILD / "preview"), "")
    app.add_config_value("book_parameters", {}, "")
    for part in (
        argument_roles,
        back_matter,
        builder,
        print_builder,
        coverage,
        fact_roles,
        data_figure,
        freshness,
        addresses,
        page_context,
        parameters_box,
        roles,
        data_table,
        search,
    ):
        part.setup(app)
    return {
        "version": "1",
        "env_version": 3,  # of what `freshness` keeps: when it changes form, all is read anew
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
