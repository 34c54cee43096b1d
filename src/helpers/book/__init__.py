"""What is this book's own: checks of its tables, its back matter, its atlas, its words.

It is plugged into the engine in one place: ``_config.yml`` names this package as a Sphinx
extension, after the engine's.
"""

from helpers.book import wording
from helpers.engine.extensions import Book


def _table_checks():
    from helpers.book import table_checks

    return table_checks.verdicts()


def _search_entries(page):
    from helpers.book import search_entries

    return search_entries.entries(page)


BOOK = Book(
    table_checks=_table_checks,
    context=wording.CONTEXT,
    context_note=wording.CONTEXT_NOTE,
    closing=wording.CLOSING,
    about_sources=wording.ABOUT_SOURCES,
    search_entries=_search_entries,
)


def setup(app):
    """Register the book's directives; Sphinx calls this."""
    from helpers.book import atlas, back_matter, print_edition

    for part in (back_matter, atlas, print_edition):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
