"""Reading MyST: the one place where the project parses Markdown outside of Sphinx.

The parser is MyST-Parser's own, configured as MyST-NB configures it for this book, so that what is
checked and recorded is what is compiled. Directives are read with MyST-Parser's function for their
arguments and options; their content is parsed in turn, unless it is code.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser

from helpers import paths
from helpers.engine.pages import configuration, yaml_file

# Directives whose content is no Markdown.
LITERAL = {
    "bibliography",
    "code",
    "code-block",
    "code-cell",
    "csv-table",
    "eval-rst",
    "highlight",
    "include",
    "literalinclude",
    "math",
    "mermaid",
    "parsed-literal",
    "raw",
    "sourcecode",
    "toctree",
}
# Directives that print the words on their opening line.
TITLED = {
    "admonition",
    "attention",
    "card",
    "caution",
    "csv-table",
    "danger",
    "dropdown",
    "error",
    "grid-item-card",
    "hint",
    "important",
    "list-table",
    "margin",
    "note",
    "rubric",
    "seealso",
    "sidebar",
    "tab-item",
    "table",
    "tip",
    "topic",
    "warning",
}
PRINTED_OPTIONS = ("caption", "header", "footer")  # of any directive; alt texts are apart

# The kinds of `Part`.
TEXT, ROLE, OTHER = "text", "role", "other"


@dataclass(frozen=True)
class Part:
    """A piece of a block.

    Attributes
    ----------
    kind : str
        `TEXT` for words that readers see as they stand, `ROLE`, or `OTHER`: code, mathematics,
        addresses, markup, references to footnotes.
    text : str
        The words, a role's content, or what else stands there.
    name : str
        A role's name.
    """

    kind: str
    text: str
    name: str = ""

    @property
    def written(self) -> str:
        """What stands in the source, or nearly so."""
        return f"{{{self.name}}}`{self.text}`" if self.kind == ROLE else self.text


@dataclass(frozen=True)
class Directive:
    """A directive, without what it contains.

    Attributes
    ----------
    line : int
        Where it opens, counted from 1.
    argument : str
        What follows its name.
    options : dict of str to str
        Its options, as written.
    content : str
        What it holds, where that is no Markdown.
    """

    line: int
    name: str
    argument: str = ""
    options: dict[str, str] = field(default_factory=dict)
    content: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a cell of a table, a block of code: what has words of its own.

    Attributes
    ----------
    line : int
        Where it begins, counted from 1.
    parts : tuple of Part
        What it is made of.
    within : tuple of Directive
        The directives around it, the outermost first.
    kind : str
        What it is: ``heading``, ``paragraph``, ``td`` and so on, as the parser names it.
    """

    line: int
    parts: tuple[Part, ...]
    within: tuple[Directive, ...] = ()
    kind: str = ""

    @property
    def written(self) -> str:
        """The block as its author wrote it, without the signs of emphasis and links."""
        return "".join(part.written for part in self.parts)

    @property
    def prose(self) -> str:
        """The block with everything blanked out but its words; all stands where it stood."""
        return "".join(
            part.written
            if part.kind == TEXT
            else "".join(one if one == "\n" else " " for one in part.written)
            for part in self.parts
        )

    @property
    def roles(self) -> list["Role"]:
        """The roles in it."""
        found, line = [], self.line
        for part in self.parts:
            if part.kind == ROLE:
                found.append(Role(part.name, part.text, line, self.within))
            line += part.written.count("\n")
        return found

    @property
    def stretch(self) -> "Prose":
        """Its running text alone."""
        words, gaps = "", []
        for part in self.parts:
            if part.kind == TEXT:
                words += part.text
            else:
                gaps += [(len(words), part.name)] if part.kind == ROLE else []
                words += "" if part.text.startswith("[^") else " "
        return Prose(words, self.line, self.within, self.kind, tuple(gaps))


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
        Where in the text a role was left out, and the role's name. A blank stands there.
    """

    text: str
    line: int
    within: tuple[Directive, ...] = ()
    block: str = ""
    gaps: tuple[tuple[int, str], ...] = ()


Item = Block | Directive


def read(text: str) -> list[Item]:
    r"""Read one text of Markdown: its blocks and directives, in reading order.

    Examples
    --------
    >>> [one.prose for one in read("In 2021 {fact}`a.b` died.[^1]\n\n[^1]: Or so.")]
    ['In 2021             died.    ', 'Or so.']
    """
    return list(read_together((text.removeprefix("\ufeff"),))[0])


@cache
def read_together(texts: tuple[str, ...]) -> tuple[tuple[Item, ...], ...]:
    """Read the Markdown cells of one page, which share the targets of their links."""
    env: dict = {}
    reader = _Reader(env)
    return tuple(tuple(reader.items(tokens)) for tokens in _tokens(_parser(), texts, env))


def roles_in(items: Iterable[Item]) -> Iterator[Role]:
    """Give every role, in reading order."""
    for item in items:
        if isinstance(item, Block):
            yield from item.roles


def roles(text: str) -> list[Role]:
    """List every role of a text in reading order, those inside directives included."""
    return list(roles_in(read(text)))


def prose(text: str) -> list[Prose]:
    """List every stretch of running text, captions and footnotes included."""
    return [one for one in stream(text) if isinstance(one, Prose)]


def stream(text: str) -> Iterator[Directive | Role | Prose]:
    """Give a text's directives, roles and running text, in reading order."""
    for item in read(text):
        if isinstance(item, Directive):
            yield item
        else:
            yield from item.roles
            if item.stretch.text:
                yield item.stretch


@cache
def _parser():
    """Make the parser, as MyST-NB does from Jupyter Book's settings."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.parsers.mdit import create_md_parser

    return create_md_parser(_settings(), RendererHTML)


def _settings():
    from dataclasses import fields

    from myst_parser.config.main import MdParserConfig

    given = yaml_file.read(paths.CONFIG) if paths.CONFIG.is_file() else {}
    parse = given.get("parse") or {}
    sphinx = (given.get("sphinx") or {}).get("config") or {}
    extensions = sphinx.get("myst_enable_extensions") or configuration.myst_extensions()
    known = {one.name for one in fields(MdParserConfig)}
    named = {
        key.removeprefix("myst_"): value
        for key, value in {**parse, **sphinx}.items()
        if key.startswith("myst_")
    }
    settings = {key: value for key, value in named.items() if key in known}
    return MdParserConfig(**{**settings, "enable_extensions": set(extensions)})


def _tokens(parser, texts: tuple[str, ...], env: dict) -> list[list]:
    """Parse texts in two steps, as MyST-NB does: what links refer to may stand further down."""
    from markdown_it.rules_core import StateCore

    parsed = []
    with parser.reset_rules():
        rules = parser.core.ruler.get_active_rules()
        parser.core.ruler.enableOnly(rules[: rules.index("inline")])
        parsed = [parser.parse(text, env) for text in texts]
    with parser.reset_rules():
        rules = parser.core.ruler.get_active_rules()
        parser.core.ruler.enableOnly(rules[rules.index("inline") :])
        for tokens in parsed:
            parser.core.process(StateCore("", parser, env, tokens))
    return parsed


@dataclass(frozen=True)
class _Reader:
    """Turns tokens of one page into blocks and directives; `env` is what its links refer to."""

    env: dict

    def items(
        self, tokens: list, offset: int = 0, within: tuple[Directive, ...] = ()
    ) -> Iterator[Item]:
        """Read tokens; `offset` is the line at which their text begins."""
        line, kind = offset + 1, ""
        for token in tokens:
            if token.map:
                line = offset + token.map[0] + 1
            if token.nesting == 1:
                kind = token.type.removesuffix("_open")
            name, _, argument = token.info.strip().partition(" ")
            if token.type == "inline":
                yield Block(line, tuple(_parts(token.children or [])), within, kind)
            elif token.type in {"fence", "colon_fence"} and name[:1] == "{" and name[-1:] == "}":
                head = Directive(line, name[1:-1], argument.strip())
                yield from self._directive(head, token.content, within)
            elif token.type == "colon_fence":
                yield from self._nested(token.content, line, within)
            elif token.type == "html_block":
                yield Block(line, tuple(_html(token.content)), within)
            elif token.type == "front_matter":
                yield from _substitutions(token.content, line, within)
            elif token.type in {"fence", "code_block", "math_block", "math_block_label", "amsmath"}:
                yield Block(line, (Part(OTHER, token.content),), within)
            elif token.type == "substitution_block":
                yield Block(line, tuple(_substituted(token.content)), within)

    def _directive(
        self, head: Directive, content: str, within: tuple[Directive, ...]
    ) -> Iterator[Item]:
        """Give a directive, the words on its opening line and in its options, and its content."""
        from myst_parser.parsers.directives import parse_directive_text

        # As MyST-Parser does: a fence of colons that comes first is no option.
        blank = "\n" * content.startswith(":::")
        parsed = parse_directive_text(_any_directive(), head.argument, blank + content)
        first = head.line + parsed.body_offset - len(blank)
        is_literal = head.name in LITERAL
        body = "\n".join(parsed.body)
        options = {key: value or "" for key, value in parsed.options.items()}
        directive = replace(head, options=options, content=body if is_literal else "")
        inner = (*within, directive)
        yield directive
        if head.name in TITLED:
            yield from self._nested(head.argument, head.line - 1, inner)
        for option in PRINTED_OPTIONS:
            if option in options:
                yield from self._nested(options[option], head.line, inner)
        if not is_literal:
            yield from self._nested(body, first, inner)
        elif head.name == "csv-table":  # its cells are Markdown, each by itself
            yield Block(first + 1, tuple(_inline(body)), inner)

    def _nested(self, text: str, offset: int, within: tuple[Directive, ...]) -> Iterator[Item]:
        if text.strip():
            (tokens,) = _tokens(_parser(), (text,), self.env)
            yield from self.items(tokens, offset, within)


@cache
def _any_directive() -> type:
    """Make a directive that takes whatever argument and options an author gives it."""
    from docutils.parsers.rst import Directive as Base
    from docutils.parsers.rst.directives import unchanged

    class AnyOption(dict):
        def __bool__(self) -> bool:
            return True

        def __missing__(self, key: str):
            return unchanged

    class AnyDirective(Base):
        optional_arguments = 1
        final_argument_whitespace = True
        option_spec = AnyOption()
        has_content = True

    return AnyDirective


def _parts(tokens: list) -> Iterator[Part]:
    """Turn the tokens of a line of text into parts; what only marks words up has none."""
    in_address = False
    for token in tokens:
        if token.type in {"text", "text_special"}:
            yield Part(OTHER if in_address else TEXT, token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            yield Part(TEXT, "\n")
        elif token.type == "myst_role":
            yield Part(ROLE, token.content, token.meta["name"])
        elif token.type == "link_open":
            in_address = token.markup in {"autolink", "linkify"} or token.info == "auto"
        elif token.type == "link_close":
            in_address = False
        elif token.type == "html_inline":
            yield from _html(token.content)
        elif token.type == "footnote_ref":
            yield Part(OTHER, f"[^{token.meta['label']}]")
        elif token.type == "substitution_inline":
            yield from _substituted(token.content)
        elif token.content:  # code, mathematics, a picture's alt text
            yield Part(OTHER, token.content)


def _inline(text: str) -> list[Part]:
    """Read words that stand on one line, such as the cells of a table."""
    (tokens,) = _tokens(_parser(), (text,), {})
    parts: list[Part] = []
    for token in tokens:
        if token.type == "inline":
            parts += [*([Part(TEXT, "\n")] if parts else []), *_parts(token.children or [])]
    return parts


def _substituted(key: str) -> Iterator[Part]:
    """Read what stands in for a name in double braces: `_config.yml` says it for all pages."""
    given = yaml_file.read(paths.CONFIG)
    parse = given.get("parse") or {}
    known = parse.get("myst_substitutions") or {}
    yield from (
        _inline(str(known[key.strip()]))
        if key.strip() in known
        else [Part(OTHER, f"{{{{{key}}}}}")]
    )


def _substitutions(front_matter: str, line: int, within: tuple[Directive, ...]) -> Iterator[Block]:
    """Read the substitutions that a page declares in its front matter."""
    import yaml

    try:
        given = yaml.safe_load(front_matter)
    except yaml.YAMLError:
        return  # which Sphinx tells
    mine = given.get("myst") if isinstance(given, dict) else None
    for value in (mine.get("substitutions") or {}).values() if isinstance(mine, dict) else ():
        yield Block(line, tuple(_inline(str(value))), within)


class _Words(HTMLParser):
    """Takes the words out of a piece of HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.parts: list[Part] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(Part(TEXT, data))

    def _other(self) -> None:
        self.parts.append(Part(OTHER, self.get_starttag_text() or " "))

    def handle_starttag(self, tag: str, attrs) -> None:
        self._other()

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(Part(OTHER, f"</{tag}>"))

    def handle_startendtag(self, tag: str, attrs) -> None:
        self._other()

    def handle_comment(self, data: str) -> None:
        self.parts.append(Part(OTHER, f"<!--{data}-->"))

    def handle_entityref(self, name: str) -> None:
        self.parts.append(Part(TEXT, f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.parts.append(Part(OTHER, f"&#{name};"))


def _html(text: str) -> list[Part]:
    words = _Words()
    words.feed(text)
    words.close()
    return words.parts
