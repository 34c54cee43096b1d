"""What a chapter's text rests on: a compact list at its end, keyed to numbers beside the text.

A paragraph that prints facts, or rests on passages of the sources, bears a number in the margin.
The list says under that number, in the order of the text, what was printed where.
"""

import re
from collections.abc import Callable

from docutils import nodes

from helpers.engine.print.markup import Code, call, content, string, text
from helpers.engine.sphinx_ext.argument_roles import PassageNode
from helpers.engine.sphinx_ext.fact_roles import FactNode
from helpers.evidence import sources

STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')  # what is printed, but for names of looks


class Evidence:
    """Keep account of what pages rest on.

    Parameters
    ----------
    name_work : callable
        Names a work of the bibliography by its key.
    reasons : callable
        Says what the book knows against a row of data, by the row's id.
    """

    def __init__(self, name_work: Callable[[str], str], reasons: Callable[[str], list[str]]):
        self._name_work, self._reasons = name_work, reasons

    def mark(self, page, node, of: str = "") -> str:
        """Give a paragraph that rests on something its number; any other none.

        Parameters
        ----------
        of : str
            What the node is called when it is a figure or a table, which has a number of its own.
        """
        found = [one for one in node.findall() if isinstance(one, (FactNode, PassageNode))]
        if not found:
            return ""
        if of:
            page.evidence.append((of, found))
            return ""
        number = str(1 + sum(key.isdigit() for key, _ in page.evidence))
        page.evidence.append((number, found))
        here = f"{page.name}#paragraph-{number}"
        there = f"{page.name}#evidence-{number}"
        return call("mark", number=number, here=here, there=there)

    def write(self, page) -> str:
        """Write the list of a page's evidence; nothing for a page that has none."""
        if not page.evidence:
            return ""
        items = []
        for key, found in page.evidence:
            told = self._entries(found)
            number = key if key.isdigit() else None
            items.append(
                Code(
                    "("
                    + ", ".join(
                        (
                            string(key),
                            string(f"{page.name}#evidence-{number}") if number else "none",
                            string(f"{page.name}#paragraph-{number}") if number else "none",
                            content("#linebreak();".join(told)),
                            str(60 + sum(map(len, STRING.findall("".join(told))))),
                        )
                    )
                    + ")"
                )
            )
        return "\n" + call("evidence", level=page.level + 1, name=page.name, items=items)

    def _entries(self, found: list[nodes.Node]) -> list[str]:
        """Tell each thing once, what one source says together."""
        told: dict[str, dict[str, str]] = {}  # by source, then by what is told
        places: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for node in found:
            if isinstance(node, FactNode):
                fact = node["fact"]
                told.setdefault(fact.source, {}).setdefault(fact.id, self._fact(node))
            else:
                for one in node["passages"]:
                    told.setdefault(one.source, {})
                    where = places.setdefault((one.source, tuple(one.cited)), [])
                    if one.locator not in where:
                        where.append(one.locator)
        for (source, cited), locators in places.items():
            credit = f" ({self._works(cited)})" if cited else ""
            told[source][f"passages {cited}"] = text("; ".join(locators) + credit)
        return [
            call("from", text(short_name(source) if source else "Computed"))
            + text(" ")
            + "#sep;".join(entries.values())
            for source, entries in told.items()
        ]

    def _fact(self, node) -> str:
        found = node["fact"]
        printed = call("strong", text(node.astext()))
        if found.status == "computed":
            return printed + text(f" {found.indicator}")
        literal = f" “{found.literal}”" if found.literal and found.literal not in found.text else ""
        where = "; ".join(filter(None, (found.locator, self._works(found.cited.split(";")))))
        told = text(f" {found.indicator}{literal} ({where})")
        if found.status in {"corrected", "disputed"}:
            why = " ".join(self._reasons(found.id)[:1])
            told += text(f" {found.status}{f': {why}' if why else ''}")
        return printed + told

    def _works(self, keys) -> str:
        return "; ".join(self._name_work(key.strip()) for key in keys if key.strip())


def short_name(source: str) -> str:
    """Name a source as short as the list needs it: surnames and year."""
    from helpers.engine.sphinx_ext.published import footer

    return footer.source_name(sources.source(source)).replace(" (", " ").rstrip(")")
