"""The Sphinx extension: facts, figures and tables in pages, and the look of the book."""

from pathlib import Path

from helpers import paths
from helpers.publishing.sphinx_extension import (
    apparatus,
    arguments,
    atlas,
    builder,
    facts,
    figures,
    freshness,
    page_names,
    pages,
    parameters,
    tables,
    verification,
)

STATIC = Path(__file__).resolve().parents[1] / "static"


def setup(app):
    """Register everything; Sphinx calls this."""
    app.add_config_value("book_bundles", str(paths.BUILD / "preview"), "")
    app.add_config_value("book_parameters", {}, "")
    for part in (
        apparatus,
        arguments,
        atlas,
        builder,
        facts,
        figures,
        freshness,
        page_names,
        pages,
        parameters,
        tables,
        verification,
    ):
        part.setup(app)
    return {
        "version": "1",
        "env_version": 3,  # of what `freshness` keeps: when it changes form, all is read anew
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
