"""What pages print, read from their sources: facts, captions, alt texts, and all other words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpers.engine.extensions import PrintsFacts, registry
from helpers.engine.pages import myst
from helpers.engine.pages.chapters import Page

CAPTIONED = {"data-figure", "data-table"}  # whose words belong to what a chapter published


@dataclass(frozen=True)
class FactUse:
    """A fact where it is printed: its id, and the role that prints it."""

    id: str
    role: str


@dataclass
class Printed:
    """What all pages print.

    Attributes
    ----------
    captions, alts : dict of str to list of str
        The captions and alt texts of each figure and table, as written.
    in_captions : dict of str to list of FactUse
        The facts that a figure's or table's captions print.
    in_prose : dict of str to list of FactUse
        The facts that a page prints elsewhere.
    blocks : dict of str to list of str
        All other words of a page, block by block.
    directives : dict of str to set of str
        The pages that use each directive.
    """

    captions: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    alts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    in_captions: dict[str, list[FactUse]] = field(default_factory=lambda: defaultdict(list))
    in_prose: dict[str, list[FactUse]] = field(default_factory=lambda: defaultdict(list))
    blocks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    directives: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def printed(pages: list[Page]) -> Printed:
    """Read what pages print."""
    texts = Printed()
    for page in pages:
        for _, items in page.read:
            for item in items:
                _add(texts, page.name, item)
    return texts


def _add(texts: Printed, page: str, item: myst.Item) -> None:
    if isinstance(item, myst.Directive):
        texts.directives[item.name].add(page)
        if item.name in CAPTIONED:
            texts.blocks[page].append(f"{{{item.name}}} {item.argument}")
            if alt := " ".join(item.options.get("alt", "").split()):
                texts.alts[item.argument].append(alt)
        else:
            texts.blocks[page].append(_written(item))
        return
    figure = next(
        (directive.argument for directive in item.within if directive.name in CAPTIONED), ""
    )
    uses = list(facts_in([item]))
    if figure:
        texts.captions[figure].append(_resolved(item))
        texts.in_captions[figure] += uses
    elif text := _resolved(item):
        texts.blocks[page].append(text)
        texts.in_prose[page] += uses


def facts_in(items: list[myst.Item]) -> Iterator[FactUse]:
    """Give every fact that roles print, those in the sentences that roles print included."""
    for used in myst.roles_in(items):
        role = registry().roles.get(used.name)
        if isinstance(role, PrintsFacts):
            yield from (FactUse(id, used.name) for id in role.facts(used.content))
            if sentence := role.sentence(used.content):
                yield from facts_in(myst.read(sentence))


def _resolved(block: myst.Block) -> str:
    """Write a block in one line, sentences in place of the roles that print them."""
    pieces = []
    for part in block.parts:
        role = registry().roles.get(part.name) if part.kind == myst.ROLE else None
        sentence = role.sentence(part.text) if isinstance(role, PrintsFacts) else ""
        pieces.append(sentence or part.written)
    return " ".join("".join(pieces).split())


def _written(item: myst.Directive) -> str:
    options = "".join(f" :{name}: {value}" for name, value in sorted(item.options.items()))
    return " ".join(f"{{{item.name}}} {item.argument}{options} {item.content}".split())
