"""The back matter of this book: the pages at its end that its own tables fill."""

from helpers.book.back_matter import (
    arguments,
    catalogue,
    concordance,
    discrepancies,
    glossary,
    glossary_links,
    list_of_figures,
    network,
    observations,
    timeline,
)


def setup(app) -> None:
    """Register every family of directives."""
    for part in (
        arguments,
        catalogue,
        concordance,
        discrepancies,
        list_of_figures,
        glossary,
        network,
        observations,
        glossary_links,
        timeline,
    ):
        part.setup(app)
