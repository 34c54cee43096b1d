"""Reading prose as an editor would: numbers typed by hand are found before anything runs."""

import re
from collections.abc import Iterator

from helpers import paths
from helpers.engine.pages import myst
from helpers.engine.pages.chapters import Page

PLAIN = "plain"  # the role around a number that is no evidence
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What looks like a number and is no quantity. The longer forms stand first.
ALLOWED = re.compile(
    r"https?://\S+|\bdoi:\s?\S+|\b10\.\d{4,9}/\S+"
    r"|\b(?:ISBN|ISSN)(?:-1[03])?:?\s*[\d–-]+[Xx]?"
    r"|\b(?:1[5-9]|20)\d{2}-(?:0[1-9]|1[0-2])(?:-\d{2}(?:T[\d:]+Z?)?)?\b"  # ISO 8601 dates
    r"|\bv\d+(?:\.\d+)*\b|\b[Vv]ersions? \d+(?:\.\d+)*|\bPython \d+(?:\.\d+)*"
    r"|\b\d+(?:\.\d{1,2}(?!\d)){2,}"  # versions, too; groups of three digits are thousands
    r"|\b(?:1[89]|20)\d\ds?\b(?:[–/-]\d{2,4})?"  # years, decades and spans of them
    r"|§§?\s?\d[\d.]*(?:–\d[\d.]*)?"  # sections
    r"|\b(?:Tables?|Figures?|Fig\.|Annex(?:es)?|Chapters?|chapters?|Parts?|Articles?|Lines?|lines?"
    r"|No\.)\s[\dIVX]+(?:[.–]\d+)*(?:(?:, | and |–)\d+(?:\.\d+)*)*"  # places in a work
    rf"|\b\d{{1,2}}(?:–\d{{1,2}})?(?= (?:{MONTHS}))|\b(?:{MONTHS}) \d{{1,2}}(?=, \d{{4}}\b)"
    r"|\bper 100?,000\b"  # what a rate is counted by
    r"|\bCC BY(?:-[A-Z]+)* \d\.\d|\bPDF/[A-Z]+-\d\w?|\bSHA-256\b|\bISO \d+|\bUTF-8\b"
    r"|\bECU 911\b|\bG-?\d+\b|\bCOVID-19\b|\bP3\b"
)
NUMBER = re.compile(r"(?<![\w#])[−-]?\d+(?:[.,]\d+)*(?:\s?%)?")


def typed_numbers(pages: list[Page]) -> list[str]:
    """Find numbers typed into prose where a ``{fact}`` should stand.

    Only words that readers see are looked at: no code, no mathematics, no addresses, no numbering
    of lists, no references to footnotes, and no alt texts, in which no role works. Years, dates,
    DOI, versions, sections and the numbers of tables and chapters are not quantities. Any other
    number that is no evidence stands in the role `PLAIN`.

    Returns
    -------
    list of str
        One message a number: file, cell, line, the words around it, what to do.
    """
    return [
        f"{paths.relative(page.path)}, {where}line {line}: the number {number} is typed by hand in "
        f"“{around}”. Print it with {{fact}}`…`, so that it can be traced and verified; a number "
        f"that is no evidence is written {{{PLAIN}}}`{number}`."
        for page in pages
        for cell, items in page.read
        for where in [f"{cell}, " if cell else ""]
        for line, number, around in _numbers(items)
    ]


def without_allowed(text: str) -> str:
    """Blank out what looks like a number and is no quantity."""
    return ALLOWED.sub(lambda found: " " * len(found.group()), text)


def running_text(text: str) -> str:
    """Join the words that readers see of a text of Markdown, a line for each block."""
    blocks = (item for item in myst.read(text) if isinstance(item, myst.Block))
    return "\n".join(block.prose for block in blocks)


def _numbers(items: list[myst.Item]) -> Iterator[tuple[int, str, str]]:
    """Find numbers: the line each stands on, the number, a few words either side of it."""
    for block in items:
        if not isinstance(block, myst.Block):
            continue
        text, prose = block.written, without_allowed(block.prose)
        for number in NUMBER.finditer(prose):
            before = text[: number.start()].split(" ")[-4:]
            after = text[number.end() :].split(" ")[:4]
            around = " ".join(before) + text[number.start() : number.end()] + " ".join(after)
            line = block.line + text.count("\n", 0, number.start())
            yield line, number.group().strip(), " ".join(around.split())
