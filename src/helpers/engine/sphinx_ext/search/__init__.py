"""Search: one index of the whole book, which a page loads when its reader begins to search.

The index is a script, since a page opened from a disk may load scripts but not fetch data. In it
are the sections, figures, tables and works of the pages (`page_entries`), and what the book lists
beside them (`helpers.engine.extensions.Book.search_entries`).
"""

from helpers.engine.sphinx_ext.search import index, page_entries, scripts


def setup(app) -> None:
    """Register."""
    page_entries.setup(app)
    index.setup(app)
    scripts.setup(app)
