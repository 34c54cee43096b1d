"""Passages: the sentences of the sources that the book argues from, each with what it claims.

The sentences themselves stay in the sources. A row says where one begins, how many words it has and
what they hash to, so that anyone who has the text can find it again, and tells in the book's own
words what it claims.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

from helpers.errors import BookError, nearest
from helpers.evidence.tables import as_record, rows_if_any


@dataclass(frozen=True)
class Passage:
    """A sentence of a source.

    Attributes
    ----------
    line, words : str
        The line of the source's text on which it begins, and how many words it has, divided by
        white space.
    opening : str
        Its first words as printed, six at most.
    sha256 : str
        Of its words joined by single blanks.
    claim : str
        What it says, whole, in the book's words.
    cited, facts : tuple of str
        BibTeX keys of the works that the source credits for it; ids of rows taken from it.
    left_out : str
        Why the book does not use it; empty when it does.
    """

    id: str
    source: str
    locator: str
    line: str
    opening: str
    words: str
    sha256: str
    kind: str
    claim: str
    cited: tuple[str, ...]
    facts: tuple[str, ...]
    page: str
    left_out: str
    note: str
    second_read: str


@cache
def passages() -> dict[str, Passage]:
    """Read ``passages.csv`` as passages, by id; none when the book has no such table."""
    return {row["id"]: as_record(Passage, row) for row in rows_if_any("passages")}


def passage(id: str) -> Passage:
    """Look up the passage of that id.

    Raises
    ------
    BookError
        When there is none; ids near it are suggested.
    """
    try:
        return passages()[id]
    except KeyError:
        raise BookError(
            f"passage {id!r}: not in data/passages.csv.{nearest(id, passages())}"
        ) from None


def sentence(lines: list[str], found: Passage, *, at: int = 0) -> str | None:
    """Cut a passage out of its source's text; nothing when it does not begin on its line.

    Parameters
    ----------
    lines : list of str
        The text, line by line.
    at : int
        The line to look on, instead of the one that the passage names.

    Examples
    --------
    >>> one = Passage("a", "s", "¶1", "1", "Aid fell", "3", "", "claim", "", (), (), "", "", "", "")
    >>> sentence(["Before. Aid fell", "sharply. After."], one)
    'Aid fell sharply.'
    """
    start = (at or int(found.line)) - 1
    opening = found.opening.split()
    words: list[str] = []
    first = len(lines[start].split()) if 0 <= start < len(lines) else 0
    for line in lines[start:]:
        words += line.split()
        if len(words) >= first + int(found.words):
            break
    for place in range(first):
        if words[place : place + len(opening)] == opening:
            text = " ".join(words[place : place + int(found.words)])
            if not found.sha256 or digest(text) == found.sha256:
                return text
    return None


def digest(text: str) -> str:
    """Hash a sentence, whose words are joined by single blanks."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
