"""The index: which names and themes stand on which pages.

The book says what to look for (`Index.terms`); authors add entries with Sphinx's ``{index}``.
Where the text first names a term in a section, the writer leaves a mark, and the template gathers
the marks' pages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from docutils import nodes

from helpers.engine.print.markup import call, text

# Only running text is indexed: not headings, code, or the words of references and data.
ELSEWHERE = (nodes.title, nodes.literal, nodes.literal_block, nodes.math, nodes.citation, nodes.raw)


@dataclass(frozen=True)
class Term:
    """A term of the index.

    Attributes
    ----------
    group : str
        The list it stands in, such as ``Places``.
    name : str
        As the index prints it.
    forms : tuple of str
        As the text may have it.
    """

    group: str
    name: str
    forms: tuple[str, ...] = field(default=())


class Index:
    """Mark the terms in the text.

    Parameters
    ----------
    terms : iterable of Term
        What to look for.
    """

    def __init__(self, terms: Iterable[Term]):
        self.terms: list[Term] = list(dict.fromkeys(terms))
        self._numbers = {one: number for number, one in enumerate(self.terms)}
        known: dict[str, int] = {}
        for number, one in enumerate(self.terms):
            for form in one.forms or (one.name,):
                known.setdefault(form, number)
        self._known = known
        found = "|".join(re.escape(form) for form in sorted(known, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{found})(?!\w)") if known else None
        self._seen: set[tuple] = set()
        self.used: set[int] = set()

    def marked(self, writer, node: nodes.Text) -> str:
        """Write a text with marks where it first names a term in its section."""
        told = node.astext()
        if self._pattern is None or not writer.indexed or _is_elsewhere(node):
            return text(told)
        made, start = "", 0
        for one in self._pattern.finditer(told):
            number = self._known[one.group()]
            key = (writer.page.name, writer.section, number)
            if key in self._seen:
                continue
            self._seen.add(key)
            self.used.add(number)
            made += text(told[start : one.start()]) + call("ix", at=number)
            start = one.start()
        return made + text(told[start:])

    def cited(self, writer, id: str) -> str:
        """Mark the author of a work where the text cites it."""
        from helpers.engine.sphinx_ext import addresses

        prefix = addresses.work_anchor("")
        if not id.startswith(prefix) or not writer.indexed:
            return ""
        name = writer.builder.work(id.removeprefix(prefix)).rpartition(", ")[0]
        return self._mark(Term("Authors cited", name)) if name else ""

    def _mark(self, term: Term) -> str:
        number = self._numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        self.used.add(number)
        return call("ix", at=number)

    def entries(self, node) -> str:
        """Mark what an author indexes with ``{index}``."""
        made = ""
        for kind, value, *_ in node.get("entries", ()):
            for name in [value] if kind != "single" else [value.replace(";", ",", 1)]:
                made += self._mark(Term("Subjects", " ".join(name.split())))
        return made

    def write(self) -> str:
        """Write the index; nothing when no term was found."""
        groups: dict[str, list] = {}
        for number, one in enumerate(self.terms):
            if number in self.used:
                groups.setdefault(one.group, []).append((one.name, number))
        told = {
            group: [[name, number] for name, number in sorted(found, key=_alphabetical)]
            for group, found in groups.items()
        }
        return call("index-of-terms", groups=told) if told else ""


def _alphabetical(entry) -> tuple[str, str]:
    import unicodedata

    folded = unicodedata.normalize("NFD", entry[0].casefold())
    return "".join(one for one in folded if not unicodedata.combining(one)), entry[0]


def _is_elsewhere(node) -> bool:
    while node is not None:
        if isinstance(node, ELSEWHERE):
            return True
        node = node.parent
    return False
