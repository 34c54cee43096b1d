"""Reading prose as an editor would: numbers typed by hand are found before anything runs."""

import re
from collections.abc import Iterator

from helpers import paths
from helpers.publishing import myst
from helpers.publishing.chapters import Page

# What looks like a number in running text and is no quantity.
ALLOWED = re.compile(
    r"https?://\S+|\bdoi:\s?\S+|\b10\.\d{4,}/\S+|\bISBN(?:-1[03])?:?\s[\dX– -]+|\bISSN:?\s[\dX-]+"
    r"|\b\d{4}-\d{2}(?:-\d{2})?\b"  # dates and months in ISO 8601
    r"|\b[vV]?\d+\.\d+\.\d+\S*|\bversions?\s\d+(?:\.\d+)*"  # versions of software
    r"|\b(?:1[89]|20)\d\ds?\b(?:[–/-]\d{2,4})?"  # years, decades and spans of them
    r"|§\s?[\d.]+"  # sections
    r"|\b(?:Tables?|Figures?|Fig\.|Annex(?:es)?|Chapters?|chapters?|Part|Parts|Article|Line|line|No\.)"
    r"\s[\dIVX]+(?:[.–]\d+)*(?:(?:, | and |–)\d+(?:\.\d+)*)*"  # places in a work
    r"|\b\d{1,2}(?= (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December))"  # days of a date
    r"|\bper 100?,000\b"  # what a rate is counted by
    r"|\bCC BY \d\.\d|\bPDF/UA-\d|\bSHA-256\b|\bECU 911\b|\bG-?\d+\b|\bCOVID-19\b|\bP3\b"
)
NUMBER = re.compile(r"(?<![\w#])[−-]?\d+(?:[.,]\d+)*(?:\s?%)?")


def typed_numbers(pages: list[Page]) -> list[str]:
    """Find numbers typed into prose where a ``{fact}`` should stand.

    Years, dates, sections and the numbers of tables and chapters are not quantities. Nor are those
    in alt texts: no role works there.

    Returns
    -------
    list of str
        One message a number: file, cell, line, the words around it, what to do.
    """
    return [
        f"{paths.relative(page.path)}, {where}line {line}: the number {number} is typed by hand in "
        f"“{around}”. Print it with {{fact}}`…`, so that it can be traced and verified; a number "
        f"that is no evidence is written {{plain}}`{number}`."
        for page in pages
        for cell, text in page.markdown
        for where in [f"{cell}, " if cell else ""]
        for line, number, around in _numbers(text)
    ]


def without_allowed(text: str) -> str:
    """Blank out what looks like a number and is no quantity."""
    return ALLOWED.sub(lambda found: " " * len(found.group()), text)


def running_text(text: str) -> str:
    """Take a text's words: what stands in code, roles, comments and options is left out."""
    return "\n\n".join(part.text for part in myst.prose(text))


def _numbers(text: str) -> Iterator[tuple[int, str, str]]:
    """Find numbers: the line each stands on, the number, a few words either side of it."""
    for part in myst.prose(text):
        for found in NUMBER.finditer(without_allowed(part.text)):
            before = part.text[: found.start()].split(" ")[-4:]
            after = part.text[found.end() :].split(" ")[:4]
            around = " ".join(before) + part.text[found.start() : found.end()] + " ".join(after)
            line = part.line + part.text.count("\n", 0, found.start())
            yield line, found.group().strip(), " ".join(around.split())
