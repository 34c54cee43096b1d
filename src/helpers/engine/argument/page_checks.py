"""What an editor checks of the pages: what they argue from, what they conclude, how they read.

None of it keeps the book from being built: an author writes first, and mends before it is accepted.
"""

from helpers import paths
from helpers.engine.argument import finding_checks, passage_use, readability
from helpers.engine.pages import chapters
from helpers.engine.pages.chapters import Page


def problems(pages: list[Page]) -> list[str]:
    """Say what is wrong with passages, findings and sentences; nothing when all is right."""
    return [
        *passage_use.problems(pages),
        *finding_checks.problems(pages),
        *readability.problems(pages),
    ]


def notices(pages: list[Page] | None = None) -> list[str]:
    """Name the findings to read again, since facts under them are not as accepted.

    Parameters
    ----------
    pages : list of Page, optional
        The book's pages; by default they are read, if the project has any: data can be checked
        without chapters.
    """
    if pages is None:
        pages = chapters.pages() if paths.TOC.is_file() else []
    return finding_checks.to_read_again(pages)
