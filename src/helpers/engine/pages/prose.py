"""Reading prose as an editor would: numbers typed by hand are found before anything runs."""

import re
from collections.abc import Iterator

from helpers import paths
from helpers.engine.pages.chapters import Page

FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*(.*?)\s*")
CODE = re.compile(
    r"\{(code|code-block|code-cell|literalinclude|math|raw)\}"
)  # fenced, yet no prose

# What is not running text, in the order in which it is taken out; code blocks go before all.
NOT_PROSE = [
    re.compile(r"^(:{3,}|`{3,})\{[^}]*\}.*$", re.MULTILINE),  # a directive's opening line
    re.compile(r"^:[\w-]+:.*$", re.MULTILINE),  # its options, alt texts too: no role works there
    re.compile(r"^---\n.*?\n---\n", re.DOTALL),  # front matter
    re.compile(r"\{[\w:-]+\}`[^`]*`"),  # roles
    re.compile(r"`[^`]*`"),  # code
    re.compile(r"<!--.*?-->|^%.*$", re.MULTILINE | re.DOTALL),  # comments
    re.compile(r"\]\([^)]*\)|<https?:[^>]*>|https?://\S+"),  # addresses
    re.compile(r"^\(\S+\)=\s*$", re.MULTILINE),  # labels
]
ALLOWED = re.compile(
    r"\b(?:1[89]|20)\d\ds?\b(?:[–/-]\d{2,4})?"  # years, decades and spans of them
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
        f"“{around}”. Print it with {{fact}}`…`, so that it can be traced and verified."
        for page in pages
        for cell, text in page.markdown
        for where in [f"{cell}, " if cell else ""]
        for line, number, around in _numbers(text)
    ]


def without_allowed(text: str) -> str:
    """Blank out what looks like a number and is no quantity."""
    return ALLOWED.sub(lambda found: " " * len(found.group()), text)


def running_text(text: str) -> str:
    """Blank out what is not prose, keeping every other character where it stands."""
    text = without_code(text)
    for pattern in NOT_PROSE:
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    return text


def without_code(text: str) -> str:
    r"""Blank out code blocks, telling them from directives, whose fences look alike.

    Examples
    --------
    >>> without_code("```{note}\nyes\n```\nyes\n```\nno\n```\nyes").split()
    ['```{note}', 'yes', '```', 'yes', 'yes']
    """
    kept: list[str] = []
    open_fences: list[tuple[str, bool]] = []  # the fence, and whether it holds code
    for line in text.split("\n"):
        found = FENCE.fullmatch(line)
        fence, label = found.groups() if found else ("", "")
        in_code = bool(open_fences) and open_fences[-1][1]
        if fence and not label and open_fences and fence.startswith(open_fences[-1][0]):
            open_fences.pop()
        elif fence and not in_code:
            holds_code = fence[0] != ":" and not label.startswith("{")
            in_code = holds_code or CODE.match(label) is not None
            open_fences.append((fence, in_code))
        kept.append(" " * len(line) if in_code else line)
    return "\n".join(kept)


def _numbers(text: str) -> Iterator[tuple[int, str, str]]:
    """Find numbers: the line each stands on, the number, a few words either side of it."""
    prose = without_allowed(running_text(text))
    for found in NUMBER.finditer(prose):
        before = text[: found.start()].split(" ")[-4:]
        after = text[found.end() :].split(" ")[:4]
        around = " ".join(before) + text[found.start() : found.end()] + " ".join(after)
        line = text.count("\n", 0, found.start()) + 1
        yield line, found.group().strip(), " ".join(around.split())
