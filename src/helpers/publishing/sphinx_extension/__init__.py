"""The Sphinx extension: facts, figures and tables in pages, and the look of the book."""

from pathlib import Path

from helpers import paths
from helpers.publishing import digests
from helpers.publishing.sphinx_extension import (
    apparatus,
    builder,
    facts,
    figures,
    freshness,
    pages,
    parameters,
    tables,
)

STATIC = Path(__file__).resolve().parents[1] / "static"


def setup(app):
    """Register everything; Sphinx calls this."""
    app.add_config_value("book_bundles", str(paths.BUILD / "preview"), "")
    app.add_config_value("book_parameters", {}, "")
<<<<<<< HEAD
    for part in (apparatus, builder, facts, figures, freshness, pages, parameters, tables):
=======
    app.add_config_value("book_code", _code(), "env")  # other code: every page is made anew
    for part in (apparatus, facts, figures, freshness, pages, parameters, tables):
>>>>>>> 0bc204f (Give the apparatus its look, in pages and in print)
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _code() -> str:
    """Digest of the code that pages are written with, and that reads what they show."""
    folders = [paths.SOURCE / "helpers" / name for name in ("publishing", "evidence")]
    files = sorted(file for folder in folders for file in folder.rglob("*.py"))
    return digests.of_bytes("".join(map(digests.of_input, files)).encode())
