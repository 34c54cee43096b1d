"""Findings: what the book concludes, each written once, with what speaks for it and against it."""

from dataclasses import dataclass
from functools import cache

from helpers.errors import BookError, nearest
from helpers.evidence.tables import as_record, rows_if_any

SUPPORT = ("well supported", "supported", "partly supported", "contested", "not supported")


@dataclass(frozen=True)
class Finding:
    """One conclusion of the book.

    Attributes
    ----------
    page : str
        The chapter it belongs to; ``index`` for one on the whole.
    text : str
        The sentence, as MyST: it may hold roles such as ``{fact}``.
    support : str
        How well the evidence supports it: one of `SUPPORT`.
    evidence, against : tuple of str
        Ids of facts, passages, figures, tables and other rows that speak for it and against it.
    against_text : str
        What speaks against it, in words.
    criticises : tuple of str
        The passages that it criticises, each read by a second reader.
    """

    id: str
    page: str
    order: str
    text: str
    support: str
    evidence: tuple[str, ...]
    against: tuple[str, ...]
    against_text: str
    criticises: tuple[str, ...]
    second_read: str


@cache
def findings() -> dict[str, Finding]:
    """Read ``findings.csv`` as findings, by id; none when the book has no such table."""
    return {row["id"]: as_record(Finding, row) for row in rows_if_any("findings")}


def finding(id: str) -> Finding:
    """Look up the finding of that id.

    Raises
    ------
    BookError
        When there is none; ids near it are suggested.
    """
    try:
        return findings()[id]
    except KeyError:
        raise BookError(
            f"finding {id!r}: not in data/findings.csv.{nearest(id, findings())}"
        ) from None
