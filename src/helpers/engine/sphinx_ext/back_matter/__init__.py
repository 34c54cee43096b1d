"""The frame of pages written from data; the book adds its own pages to it."""

from helpers.engine.sphinx_ext.back_matter import (
    bibliography,
    cross_references,
    data_pages,
    verification_lists,
)


def setup(app) -> None:
    """Register the frame, and what its pages look and act like."""
    for part in (data_pages, cross_references, bibliography, verification_lists):
        part.setup(app)
    app.add_css_file("back_matter.css", priority=950)
    app.add_js_file("back_matter.js", loading_method="defer")
