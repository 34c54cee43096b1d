"""Reading MyST with the parser that compiles it, so that what is checked is what is printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

# Directives whose content is not MyST: code, formulas, tables in another notation.
VERBATIM = {
    "code",
    "code-block",
    "code-cell",
    "csv-table",
    "eval-rst",
    "literalinclude",
    "math",
    "mermaid",
    "parsed-literal",
    "raw",
    "sourcecode",
}
DIRECTIVE = re.compile(r"\{(?P<name>[\w:+.-]+)\}[ \t]*(?P<argument>.*)", re.DOTALL)
OPTION = re.compile(r":(?P<key>[\w-]+):(?:[ \t]+(?P<value>.*))?$")


@dataclass(frozen=True)
class Directive:
    """A directive as an author wrote it.

    Attributes
    ----------
    options : dict of str to str
        Its options, such as ``alt``, as text.
    body : str
        Its content without the options.
    line : int
        The line of the text on which it opens, counted from 1.
    """

    name: str
    argument: str
    options: dict[str, str]
    body: str
    line: int


@dataclass(frozen=True)
class Role:
    """A role such as ``{fact}`` with its content, and the directives that it stands in."""

    name: str
    content: str
    line: int
    within: tuple[Directive, ...] = ()


@dataclass(frozen=True)
class Prose:
    """A stretch of running text: what a reader reads as words, roles and code left out.

    Attributes
    ----------
    block : str
        What it is: ``heading``, ``paragraph``, ``td`` and so on, as the parser names it.
    gaps : tuple of (int, str)
        Where in the text a role was left out, and the role's name.
    """

    text: str
    line: int
    within: tuple[Directive, ...] = ()
    block: str = ""
    gaps: tuple[tuple[int, str], ...] = ()


def roles(text: str) -> list[Role]:
    """List every role of a text in reading order, those inside directives included."""
    return [part for part in read(text) if isinstance(part, Role)]


def prose(text: str) -> list[Prose]:
    """List every stretch of running text, captions and footnotes included."""
    return [part for part in read(text) if isinstance(part, Prose)]


def directives(text: str) -> list[Directive]:
    """List every directive of a text in reading order, nested ones after what they stand in."""
    return [part for part in read(text) if isinstance(part, Directive)]


def read(text: str) -> tuple[Directive | Role | Prose, ...]:
    """Read a text into its directives, roles and running text, in reading order."""
    return _read(text.removeprefix("\ufeff"))


@cache
def _read(text: str) -> tuple[Directive | Role | Prose, ...]:
    return tuple(_parts(text, 0, ()))


def _parts(
    text: str, before: int, within: tuple[Directive, ...]
) -> Iterator[Directive | Role | Prose]:
    block = ""
    for token in _parser().parse(text):
        first = before + (token.map[0] if token.map else 0) + 1
        if token.nesting == 1:
            block = token.type.removesuffix("_open")
        if token.type == "inline":
            yield from _inline(token.children or [], first, within, block)
        elif token.type in {"fence", "colon_fence"} and (
            found := DIRECTIVE.fullmatch(token.info.strip())
        ):
            made, skipped = _directive(found, token.content, first)
            yield made
            if made.name not in VERBATIM:
                yield from _parts(made.body, first + skipped, (*within, made))


def _directive(found: re.Match, content: str, line: int) -> tuple[Directive, int]:
    """Divide a directive's content into options and body; tell how many lines the options take."""
    lines = content.split("\n")
    options: dict[str, str] = {}
    taken = 0
    if lines[0].strip() == "---" and "---" in (one.strip() for one in lines[1:]):
        taken = [one.strip() for one in lines[1:]].index("---") + 2
        pairs = (one.partition(":") for one in lines[1 : taken - 1])
        options = {key.strip(): value.strip() for key, _, value in pairs if key.strip()}
    else:
        for one in lines:
            if not (option := OPTION.match(one)):
                break
            options[option["key"]] = (option["value"] or "").strip()
            taken += 1
    body = "\n".join(lines[taken:])
    return Directive(found["name"], found["argument"].strip(), options, body, line), taken


def _inline(children: list, line: int, within: tuple, block: str) -> Iterator[Role | Prose]:
    """Gather neighbouring words into stretches; a role or code between two leaves a blank."""
    words: list[str] = []
    gaps: list[tuple[int, str]] = []
    begun = line
    for child in children:
        if child.type == "text":
            words.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            line += 1
            words.append("\n")
        elif child.type == "myst_role":
            line += child.content.count("\n")
            gaps.append((len("".join(words)), child.meta["name"]))
            words.append(" ")
            yield Role(child.meta["name"], child.content, line, within)
        elif child.type in {"code_inline", "math_inline", "html_inline", "footnote_ref", "image"}:
            line += child.content.count("\n")
            words.append(" " if child.type != "footnote_ref" else "")
    if text := "".join(words):
        yield Prose(text, begun, within, block, tuple(gaps))


@cache
def _parser():
    """Make the parser, with the extensions that `_config.yml` turns on and those of notebooks."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    from helpers.publishing import configuration

    config = MdParserConfig(enable_extensions=configuration.myst_extensions())
    return create_md_parser(config, RendererHTML)
