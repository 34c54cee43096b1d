"""The writer: a page's nodes as calls of the template's functions.

A node's writer is found by the name of its class, or of one that it is made of. What an extension
brings is printed too: `print_as` registers a writer for it, and what none is registered for prints
the words that are in it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes

from helpers.engine.print.markup import Code, call, content, string, text
from helpers.errors import BookError

WRITERS: dict[str, Callable] = {}
PAGE = re.compile("%(.*)", re.DOTALL)  # how the builder names a page of the book
LEFT_OUT = (nodes.Invisible, nodes.system_message, nodes.meta, nodes.decoration)
MARKER = "// @ "  # begins the line that says where in the author's file the next block stands


def print_as(*kinds: str | type):
    """Register the function it decorates as the writer of nodes of these classes, or their names.

    It is given the `Writer` and the node, and returns markup.
    """

    def register(write: Callable) -> Callable:
        names = [one if isinstance(one, str) else one.__name__ for one in kinds]
        WRITERS.update(dict.fromkeys(names, write))
        return write

    return register


@dataclass
class PrintedPage:
    """A page of the book, as print sets it.

    Attributes
    ----------
    name : str
        The page's name.
    level : int
        The level of the heading that its title becomes.
    numbers : dict
        Of its figures and tables, by kind and id.
    evidence : list
        What its text rests on, in the order of the text: pairs of a mark and of nodes.
    left_out : list of str
        What print has left out.
    """

    name: str
    level: int = 1
    numbers: dict = field(default_factory=dict)
    evidence: list = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class Writer:
    """Write a page.

    Parameters
    ----------
    builder : Builder
        The print edition's builder: its images, its index, its anchors.
    page : PrintedPage
        What is written.
    """

    def __init__(self, builder, page: PrintedPage):
        self.builder, self.page = builder, page
        self.depth = page.level - 1  # of sections
        self.footnotes: dict[str, nodes.Node] = {}
        self.noted: set[str] = set()  # footnotes that were set already
        self.indexed = True  # whether names in the text go into the index
        self.section = ""  # the id of the section being written
        self.in_place = False  # whether blocks stand where floats cannot: in tables, notes, lists
        self.opening = False  # whether this is what a chapter says of itself first
        self.top: nodes.section | None = None  # the section whose title is the page's
        self.marked = False  # whether a paragraph around has its mark of evidence already

    def write(self, doctree: nodes.document) -> str:
        """Write a page's whole tree, but for its title."""
        self.top = next(iter(doctree.findall(nodes.section)), None)
        for note in doctree.findall(nodes.footnote):
            for id in note["ids"]:
                self.footnotes[id] = note
        return self.blocks(doctree)

    def blocks(self, node) -> str:
        """Write the blocks in a node, each on lines of its own."""
        made = []
        for child in children(node):
            if isinstance(child, (nodes.Text, nodes.Inline)) and not is_block(child):
                told = self.node(child)
                told = call("p", told) if told else ""
            else:
                told = self.node(child)
            if told:
                made.append(f"{self._where(child)}{told}\n")
        return "\n" + "".join(made) if made else ""

    def inline(self, node) -> str:
        """Write the words in a node."""
        return "".join(self.words(children(node)))

    def words(self, given: list) -> list[str]:
        """Write each of some nodes that follow each other in a sentence.

        HTML that marks words is read where it is simple and whole: ``<i lang="es">…</i>``.
        """
        made = []
        while given:
            first, *given = given
            end = _closing(first, given)
            if end is None:
                made.append(self.node(first))
                continue
            made.append(_marked(first, "".join(self.words(given[:end]))))
            given = given[end + 1 :]
        return made

    def node(self, node) -> str:
        """Write a node."""
        if isinstance(node, nodes.Text):
            return self.builder.index.marked(self, node)
        for kind in type(node).__mro__:
            if write := WRITERS.get(kind.__name__):
                return self._anchors(node) + self._within(write, node)
        if isinstance(node, LEFT_OUT):
            return ""
        return self._anchors(node) + (self.blocks(node) if is_block(node) else self.inline(node))

    def _within(self, write, node) -> str:
        try:
            return write(self, node)
        except BookError as error:
            raise located(error, node) from None

    def _anchors(self, node) -> str:
        ids = node.get("ids", ()) if isinstance(node, nodes.Element) else ()
        return "".join(self.anchor(id) for id in ids)

    def anchor(self, id: str) -> str:
        """Leave an anchor that references lead to; one that none leads to is not needed."""
        name = f"{self.page.name}#{id}"
        return self.builder.anchor(name)

    def _where(self, node) -> str:
        line = next((one.line for one in ancestors(node) if one.line), None)
        source = next((one.source for one in ancestors(node) if one.source), "") or ""
        source = source.splitlines()[0] if source else ""
        return f"{MARKER}{source}:{line or ''}\n"

    def note_left_out(self, what: str) -> None:
        """Remember that something was left out, to be told."""
        self.page.left_out.append(what)


class LocatedError(BookError):
    """A mistake whose place in the author's file is known; attributes ``source``, ``line``."""

    def __init__(self, problems, source: str, line: int | None):
        super().__init__(problems)
        self.source, self.line = source, line


def located(error: BookError, node) -> BookError:
    """Say of a mistake where in the author's file it stands."""
    if isinstance(error, LocatedError):
        return error
    line = next((one.line for one in ancestors(node) if one.line), None)
    source = next((one.source for one in ancestors(node) if one.source), "") or ""
    return LocatedError(error.problems, source, line)


def ancestors(node) -> Iterable:
    """Go from a node up to its document."""
    while node is not None:
        yield node
        node = node.parent


def children(node) -> list:
    """List what is in a node, but for what is never printed."""
    unseen_but_told = (nodes.target, addnodes.index)
    return [
        one
        for one in node.children
        if not isinstance(one, LEFT_OUT) or isinstance(one, unseen_but_told)
    ]


BLOCKS = (nodes.Body, nodes.Structural, nodes.Root, nodes.Titular, nodes.Part)
INLINE = (nodes.Inline, nodes.Text)


def is_block(node) -> bool:
    """Tell whether a node stands by itself, rather than among the words of a paragraph."""
    if isinstance(node, nodes.Text):
        return False
    if isinstance(node, nodes.image):
        return not isinstance(node.parent, (nodes.TextElement, nodes.Inline))
    if isinstance(node, (nodes.raw, nodes.target, nodes.math)):
        return not isinstance(node.parent, nodes.TextElement) and isinstance(node, nodes.raw)
    if isinstance(node, nodes.Inline):
        return any(is_block(child) for child in node.children)
    if isinstance(node, BLOCKS):
        return True
    # What an extension made without saying what it is: it is what is in it.
    return not isinstance(node, nodes.TextElement) or any(map(is_block, node.children))


def plain(node) -> str:
    """Read a node's words."""
    return " ".join(node.astext().split())


# ---------------------------------------------------------------------------- structure


@print_as("document", "container", "compound", "hlist", "hlistcol", "centered", "figure_wrapper")
def write_container(writer: Writer, node) -> str:
    """Write what a box holds, in the look of its kind."""
    classes = set(node.get("classes", ()))
    kind = node.get("design_component", "")
    if "cell_input" in classes or node.get("nb_element") == "cell_code_source":
        return ""
    if kind in {"dropdown", "tab-item", "card", "accordion-item"}:
        return call("panel", writer.blocks(node))
    if "opening" in classes:
        writer.opening = True
        try:
            return call("opening", writer.blocks(node))
        finally:
            writer.opening = False
    return writer.blocks(node)


@print_as("section")
def _section(writer: Writer, node) -> str:
    # The first heading of a page is its title; of further ones beside it, each opens a section.
    deeper = 1 + (
        writer.top is not None and node.parent is writer.top.parent and node is not writer.top
    )
    if node is not writer.top and any(writer.builder.leaves_out(one) for one in node.children):
        return ""  # what it tells of stands in a list that is not printed
    before, writer.section = writer.section, next(iter(node["ids"]), "")
    writer.depth += deeper
    try:
        return writer.blocks(node)
    finally:
        writer.depth -= deeper
        writer.section = before


@print_as("title", "subtitle")
def _title(writer: Writer, node) -> str:
    if node.parent is writer.top:
        return ""  # the chapter's opening has it
    told = writer.inline(node)
    if isinstance(node.parent, nodes.section):
        return call("h", told, level=max(writer.depth, 1), plain=plain(node))
    return call("label-line", told)


@print_as("rubric", "tab_label", "sd_tab_label")
def _rubric(writer: Writer, node) -> str:
    return call("label-line", writer.inline(node))


@print_as("transition")
def _transition(writer: Writer, node) -> str:
    return call("pause")


@print_as(
    "toctree",
    "comment",
    "substitution_definition",
    "tabular_col_spec",
    "highlightlang",
    "footnote",
    "start_of_file",
    "sd_tab_input",
    "fontawesome",
)
def _nothing(writer: Writer, node) -> str:
    return ""


@print_as("pending_xref", "pending")
def _unresolved(writer: Writer, node) -> str:
    return writer.inline(node)


# ---------------------------------------------------------------------------- blocks


@print_as("paragraph", "compact_paragraph")
def _paragraph(writer: Writer, node) -> str:
    mark = "" if writer.marked else writer.builder.evidence.mark(writer.page, node)
    before, writer.marked = writer.marked, True
    try:
        parts = _split(writer, node)
    finally:
        writer.marked = before
    if not any(parts):
        return ""
    first, *rest = parts
    lonely = isinstance(_before(node), nodes.title) and len(plain(node)) < 180
    made = [call("p-after-heading" if lonely else "p", mark + first) if first or mark else ""]
    return "\n".join([*made, *rest])


def _before(node):
    """Find what stands before a node beside it."""
    place = node.parent.index(node) if node.parent is not None else 0
    return node.parent[place - 1] if place else None


def _split(writer: Writer, node) -> list[str]:
    """Write a paragraph, and apart what stands in it that is a block, such as an equation."""
    runs: list[list] = [[]]
    for child in children(node):
        if is_block(child) and not isinstance(child, (nodes.Inline, nodes.raw)):
            runs += [child, []]
        else:
            runs[-1].append(child)
    first, *rest = [
        "".join(writer.words(one)) if isinstance(one, list) else writer.node(one) for one in runs
    ]
    return [first] + [
        call("p", told) if isinstance(run, list) else told
        for run, told in zip(runs[1:], rest, strict=True)
        if told
    ]


@print_as("bullet_list")
def _bullets(writer: Writer, node) -> str:
    return call("bullets", items=_items(writer, node))


@print_as("enumerated_list")
def _numbered(writer: Writer, node) -> str:
    forms = {
        "arabic": "1",
        "loweralpha": "a",
        "upperalpha": "A",
        "lowerroman": "i",
        "upperroman": "I",
    }
    form = forms.get(node.get("enumtype", "arabic"), "1")
    pattern = f"{node.get('prefix', '')}{form}{node.get('suffix', '.') or '.'}"
    return call("numbered", items=_items(writer, node), start=node.get("start", 1), form=pattern)


def _items(writer: Writer, node) -> list[Code]:
    return [
        content(_in_place(writer, item)) for item in node.children if not isinstance(item, LEFT_OUT)
    ]


def _in_place(writer: Writer, node) -> str:
    before, writer.in_place = writer.in_place, True
    try:
        anchors = writer._anchors(node) if isinstance(node, nodes.list_item) else ""
        return anchors + writer.blocks(node)
    finally:
        writer.in_place = before


@print_as("list_item")
def _stray_item(writer: Writer, node) -> str:
    return call("bullets", items=[content(_in_place(writer, node))])


@print_as("definition_list", "glossary")
def _definitions(writer: Writer, node) -> str:
    items = [one for one in node.findall(nodes.definition_list_item) if _owner(one) is node]
    if not items:
        return writer.blocks(node)
    told = []
    for item in items:
        terms = [
            call("term", writer._anchors(one) + writer.inline(one))
            for one in item.children
            if isinstance(one, (nodes.term, nodes.classifier))
        ]
        meaning = "".join(
            _in_place(writer, one) for one in item.children if isinstance(one, nodes.definition)
        )
        term = content("".join(terms))
        told.append(Code(f"({term}, {content(meaning)})"))
    return call("opening-lines" if writer.opening else "definitions", items=told)


def _owner(item):
    """Find the list that an item belongs to, within which a plain list may stand."""
    owner = item.parent
    return owner.parent if type(owner.parent).__name__ == "glossary" else owner


@print_as("field_list", "docinfo", "option_list")
def _fields(writer: Writer, node) -> str:
    told = []
    for item in node.children:
        if len(item.children) < 2:
            continue
        name, body = item.children[0], item.children[-1]
        told.append(Code(f"({content(text(plain(name)))}, {content(_in_place(writer, body))})"))
    return call("definitions", items=told)


@print_as("block_quote")
def _quotation(writer: Writer, node) -> str:
    by = [one for one in node.children if isinstance(one, nodes.attribution)]
    body = "".join(
        f"{writer.node(one)}\n" for one in children(node) if not isinstance(one, nodes.attribution)
    )
    told = content("".join(writer.inline(one) for one in by)) if by else None
    kind = "epigraph" if "epigraph" in node.get("classes", ()) else "quotation"
    return call(kind, body, by=told)


@print_as("attribution")
def _attribution(writer: Writer, node) -> str:
    return call("p", writer.inline(node))


@print_as("line_block")
def _lines(writer: Writer, node) -> str:
    told = []
    for one in node.children:
        told.append(
            _lines(writer, one)
            if isinstance(one, nodes.line_block)
            else writer.inline(one) + "#linebreak();"
        )
    body = "".join(told)
    if isinstance(node.parent, nodes.line_block):
        return call("inset-lines", body)
    return call("p", body)


NAMES = {
    "seealso": "See also",
    "versionadded": "New",
    "versionchanged": "Changed",
    "deprecated": "Deprecated",
    "versionmodified": "Changed",
}
ADMONITIONS = (
    "attention",
    "caution",
    "danger",
    "error",
    "hint",
    "important",
    "note",
    "tip",
    "warning",
)


@print_as("admonition", "topic", "sidebar", *ADMONITIONS, *NAMES)
def _admonition(writer: Writer, node) -> str:
    kind = type(node).__name__
    if "contents" in node.get("classes", ()):
        return ""
    body = list(children(node))
    if body and isinstance(body[0], nodes.title):
        title = writer.inline(body.pop(0))
    else:
        title = text(NAMES.get(kind, kind.capitalize()))
    classes = node.get("classes", ())
    serious = {kind, *classes} & {"attention", "caution", "danger", "error", "warning"}
    before, writer.in_place = writer.in_place, True
    inner = nodes.Element()
    inner.children = body  # without taking them out of their tree
    told = writer.blocks(inner)
    writer.in_place = before
    return call("note", told, title=content(title), serious=bool(serious))


@print_as("literal_block", "doctest_block")
def _code(writer: Writer, node) -> str:
    language = node.get("language", "")
    shown = {"ipython3": "python", "ipython": "python", "default": "", "none": "", "text": ""}
    language = shown.get(language, language)
    output = "output" in node.get("classes", ()) or "myst-ansi" in language
    if "ansi" in language:
        language = ""
    return call("listing", body=node.astext().rstrip("\n"), lang=language or None, output=output)


@print_as("math_block", "displaymath")
def _display(writer: Writer, node) -> str:
    from helpers.engine.print import equations

    latex = node.astext()
    number = node.get("number")
    return call(
        "equation",
        body=equations.typst(latex),
        latex=" ".join(latex.split()),
        number=f"({number})" if number else None,
    )


@print_as("desc", "desc_content", "productionlist")
def _description(writer: Writer, node) -> str:
    return writer.blocks(node)


@print_as("desc_signature")
def _signature(writer: Writer, node) -> str:
    return call("label-line", text(node.astext()))


@print_as("desc_name", "desc_addname", "desc_signature_line")
def _signature_part(writer: Writer, node) -> str:
    return text(node.astext())


@print_as("bibliography")
def _bibliography(writer: Writer, node) -> str:
    return writer.blocks(node)


@print_as("citation")
def _citation(writer: Writer, node) -> str:
    body = [one for one in node.children if not isinstance(one, nodes.label)]
    return call("work", "".join(writer.inline(one) for one in body))


# ---------------------------------------------------------------------------- words


OPENS = re.compile(r"<(i|em|b|strong|sub|sup|span|cite|q|small)((?:\s[^<>]*)?)>", re.IGNORECASE)
LANGUAGE = re.compile(r"""\blang=["']?([A-Za-z]{2})\b""")
LOOKS = {
    "i": "emph",
    "em": "emph",
    "cite": "emph",
    "b": "strong",
    "strong": "strong",
    "sub": "sub",
    "sup": "super",
}


def _closing(first, rest: list) -> int | None:
    """Find, among what follows an opening tag of HTML, where it is closed."""
    found = isinstance(first, nodes.raw) and OPENS.fullmatch(first.astext().strip())
    if not found:
        return None
    depth = 1
    for place, one in enumerate(rest):
        if isinstance(one, nodes.raw):
            told = one.astext().strip().lower()
            again = OPENS.fullmatch(told)
            depth += bool(again and again[1] == found[1].lower())
            depth -= told == f"</{found[1].lower()}>"
            if not depth:
                return place
    return None


def _marked(first, told: str) -> str:
    """Write words between tags of HTML."""
    tag, attributes = OPENS.fullmatch(first.astext().strip()).groups()
    if look := LOOKS.get(tag.lower()):
        told = call(look, told)
    if language := LANGUAGE.search(attributes):
        told = call("foreign", told, lang=language[1].lower())
    return told


@print_as("emphasis", "title_reference", "literal_emphasis")
def _emphasis(writer: Writer, node) -> str:
    return call("emph", writer.inline(node))


@print_as("strong", "literal_strong")
def _strong(writer: Writer, node) -> str:
    return call("strong", writer.inline(node))


@print_as("literal")
def _literal(writer: Writer, node) -> str:
    return call("code", body=node.astext())


@print_as("subscript")
def _subscript(writer: Writer, node) -> str:
    return call("sub", writer.inline(node))


@print_as("superscript")
def _superscript(writer: Writer, node) -> str:
    return call("super", writer.inline(node))


@print_as("inline")
def _inline(writer: Writer, node) -> str:
    told = writer.inline(node)
    language = node.get("lang") or next(
        (one.removeprefix("lang-") for one in node.get("classes", ()) if one.startswith("lang-")),
        "",
    )
    if language[:2].isalpha() and language[:2].isascii():
        return call("foreign", told, lang=language[:2].lower())
    return told


@print_as("line")
def _line(writer: Writer, node) -> str:
    return writer.inline(node)


@print_as("math")
def _math(writer: Writer, node) -> str:
    from helpers.engine.print import equations

    latex = node.astext()
    return call("formula", body=equations.typst(latex), latex=" ".join(latex.split()))


@print_as("target")
def _target(writer: Writer, node) -> str:
    return (
        ""
        if "refuri" in node
        else "".join(writer.anchor(id) for id in [node["refid"]] if "refid" in node)
    ) + writer.inline(node)


@print_as("footnote_reference")
def _footnote(writer: Writer, node) -> str:
    id = node.get("refid", "")
    note = writer.footnotes.get(id)
    if note is None:
        return call("super", writer.inline(node))
    name = f"{writer.page.name}#footnote-{id}"
    if id in writer.noted:
        return call("footnote-again", name=name)
    writer.noted.add(id)
    body = [one for one in children(note) if not isinstance(one, nodes.label)]
    told = "#parbreak();".join(
        writer.inline(one) if isinstance(one, nodes.TextElement) else writer.node(one)
        for one in body
    )
    return call("note-below", told, name=name)


@print_as("citation_reference")
def _citation_reference(writer: Writer, node) -> str:
    return writer.inline(node)


@print_as("reference", "number_reference", "download_reference")
def _reference(writer: Writer, node) -> str:
    told = writer.inline(node)
    if not told:
        return ""
    if "refid" in node:
        return writer.builder.link(told, f"{writer.page.name}#{node['refid']}", writer.page, node)
    address = node.get("refuri", "")
    if found := PAGE.match(address):
        name, _, id = found[1].partition("#")
        target = f"{name}#{id}" if id else name
        told = writer.builder.index.cited(writer, id) + told
        return writer.builder.link(told, target, writer.page, node)
    if ":" in address.split("/")[0] and "reftarget" not in node:
        shown = plain(node)
        bare = address.split("://", 1)[-1].rstrip("/")
        named = shown.rstrip("/…") in address or _is_bibliographic(node)
        return call("outward", told, to=address, shown=None if named else bare)
    return told


def _is_bibliographic(node) -> bool:
    return any(isinstance(one, (nodes.citation, nodes.footnote)) for one in ancestors(node))


@print_as("problematic")
def _problematic(writer: Writer, node) -> str:
    return text(node.astext())


@print_as("index")
def _index(writer: Writer, node) -> str:
    return writer.builder.index.entries(node)


@print_as("generated", "label")
def _unneeded(writer: Writer, node) -> str:
    return ""


def anchor_markup(name: str) -> str:
    """Write an anchor."""
    return f"#anchor({string(name)});"
