"""Reading prose as an editor would: numbers typed by hand are found before anything runs."""

import re

from helpers import paths
from helpers.publishing.chapters import Page

# What is not running text, in the order in which it is taken out.
NOT_PROSE = [
    re.compile(r"^(`{3,}|~{3,})(?!\{).*?^\1`*\s*$", re.MULTILINE | re.DOTALL),  # code blocks
    re.compile(r"^(:{3,}|`{3,})\{[^}]*\}.*$", re.MULTILINE),  # a directive's opening line
    re.compile(r"^:(?!alt:)[\w-]+:.*$", re.MULTILINE),  # its options
    re.compile(r"^---\n.*?\n---\n", re.DOTALL),  # front matter
    re.compile(r"\{[\w:-]+\}`[^`]*`"),  # roles
    re.compile(r"`[^`]*`"),  # code
    re.compile(r"<!--.*?-->|^%.*$", re.MULTILINE | re.DOTALL),  # comments
    re.compile(r"\]\([^)]*\)|<https?:[^>]*>|https?://\S+"),  # addresses
    re.compile(r"^\(\S+\)=\s*$", re.MULTILINE),  # labels
    re.compile(r"^:alt:.*(?:\n(?!:|\n).*)*", re.MULTILINE),  # alt texts, which hold no roles
]
ALLOWED = re.compile(
    r"\b(?:1[89]|20)\d\ds?\b(?:[–/-]\d{2,4})?"  # years, decades and spans of them
    r"|§\s?[\d.]+"  # sections
    r"|\b(?:Tables?|Figures?|Fig\.|Annex(?:es)?|Chapters?|chapters?|Part|Parts|Article|Line|line)"
    r"\s[\dIVX]+(?:[.–]\d+)*(?:(?:, | and |–)\d+(?:\.\d+)*)*"  # places in a work
    r"|\b\d{1,2}(?= (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December))"  # days of a date
    r"|\bCC BY \d\.\d|\bPDF/UA-\d|\bSHA-256\b|\bECU 911\b|\bG-?\d+\b|\bCOVID-19\b|\bP3\b"
)
NUMBER = re.compile(r"(?<![\w#])[−-]?\d[\d,.]*\d*\s?%?|(?<![\w#])\d\b")


def typed_numbers(pages: list[Page]) -> list[str]:
    """Find numbers typed into prose where a ``{fact}`` should stand.

    Years, dates, sections and the numbers of tables and chapters are not quantities; alt texts,
    which hold no roles, are read by `numbers_in_alt`.

    Returns
    -------
    list of str
        One message a number: file, cell, the words around it, what to do.
    """
    problems = []
    for page in pages:
        for where, text in page.markdown:
            for number, around in _numbers(text):
                place = f", {where}" if where else ""
                problems.append(
                    f"{paths.relative(page.path)}{place}: the number {number} is typed by hand in "
                    f"“{around}”. Print it with {{fact}}`…` so that it can be traced and verified."
                )
    return problems


def running_text(text: str) -> str:
    """Blank out what is not prose, keeping every other character where it stands."""
    for pattern in NOT_PROSE:
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    return text


def _numbers(text: str):
    prose = ALLOWED.sub(lambda found: " " * len(found.group()), running_text(text))
    for found in NUMBER.finditer(prose):
        start, end = max(0, found.start() - 30), found.end() + 20
        yield found.group().strip(), " ".join(text[start:end].split())
