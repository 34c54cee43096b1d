"""The apparatus: the pages at the book's end that the data itself fills."""

from helpers.publishing.sphinx_extension import (
    apparatus_arguments,
    apparatus_bibliography,
    apparatus_catalogue,
    apparatus_concordance,
    apparatus_discrepancies,
    apparatus_figures,
    apparatus_glossary,
    apparatus_late,
    apparatus_network,
    apparatus_observations,
    apparatus_pages,
    apparatus_terms,
    apparatus_timeline,
)


def setup(app) -> None:
    """Register every family of directives, and what their pages look and act like."""
    for part in (
        apparatus_pages,
        apparatus_late,
        apparatus_arguments,
        apparatus_bibliography,
        apparatus_catalogue,
        apparatus_concordance,
        apparatus_discrepancies,
        apparatus_figures,
        apparatus_glossary,
        apparatus_network,
        apparatus_observations,
        apparatus_terms,
        apparatus_timeline,
    ):
        part.setup(app)
    app.add_css_file("apparatus.css", priority=950)
    app.add_js_file("apparatus.js", loading_method="defer")
