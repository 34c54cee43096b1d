"""The Sphinx builder ``typst``: the book's pages, in reading order, as sources for the compiler."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder

from helpers.engine.pages import citation
from helpers.engine.print import attachments, published, tables, writer  # noqa: F401  register
from helpers.engine.print.evidence import Evidence
from helpers.engine.print.images import Images
from helpers.engine.print.index import Index, Term
from helpers.engine.print.markup import Code, call, content, string, text
from helpers.engine.print.writer import LocatedError, PrintedPage, Writer
from helpers.errors import BookError

TEMPLATE = Path(__file__).parent / "template" / "book.typ"
ANCHOR = re.compile(r'#anchor\(("(?:[^"\\]|\\.)*")\);')
LINK = re.compile(r'#to\(to: ("(?:[^"\\]|\\.)*")')
# What cells put out, by what print can set best.
MIME_TYPES = [
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/latex",
    "text/html",
    "text/markdown",
    "text/plain",
]
MIME_PRIORITIES = [("typst", kind, 10 * (n + 1)) for n, kind in enumerate(MIME_TYPES)]


@dataclass
class BookPart:
    """A part of the book: its caption, empty when it has none, and the names of its pages."""

    caption: str
    pages: list[str] = field(default_factory=list)


class TypstBuilder(Builder):
    """Write the sources of the print edition into the output folder."""

    name = "typst"
    format = "typst"
    allow_parallel = False
    supported_image_types: ClassVar = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
    ]
    supported_remote_images = False

    def init(self) -> None:
        """Begin."""
        self._emitted: set[str] = set()
        self.problems: list[BookError] = []

    def get_outdated_docs(self):
        """Name all pages: a source that stays the same is not written again."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Name a page, as the writer's references have it."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Name a page: all of them are in one book."""
        return self.get_target_uri(to)

    def write(self, build_docnames, updated_docnames, method="update") -> None:
        """Write every page, and the book that includes them."""
        out = Path(self.outdir)
        (out / "chapters").mkdir(parents=True, exist_ok=True)
        left_out = set(map(self._found, self.config.print_leaves_out))
        root = self.config.root_doc
        self._parts = [
            BookPart(part.caption, [one for one in part.pages if one not in left_out])
            for part in parts(self.env)
        ]
        self.printed = [root, *(one for part in self._parts for one in part.pages)]
        self.images = Images(out.parent, out / "images")
        self.index = Index(term for give in INDEXES for term in give())
        self.evidence = Evidence(self.work, reasons)
        self.data_blocks = DATA_BLOCKS
        sources = {page: self._source(page, level) for page, level in self._levels()}
        if self.problems:
            raise BookError([told for one in self.problems for told in self._located(one)])
        self._write_all(out, sources)

    def _found(self, name: str) -> str:
        from helpers.engine.sphinx_ext import addresses

        return addresses.found(self.env, name)

    def _located(self, error: BookError) -> list[str]:
        from helpers.engine.compile import sphinx_messages

        if not isinstance(error, LocatedError):
            return error.problems
        line = str(error.line) if error.line else None
        place = sphinx_messages.where(error.source or None, line, Path(self.srcdir))
        return [place + one for one in error.problems]

    def _levels(self) -> list[tuple[str, int]]:
        """Tell the level of each page's heading: below its part's, where that has one."""
        told = [(self.config.root_doc, 1)]
        for part in self._parts:
            told += [(page, 2 if opens(part, self.env) else 1) for page in part.pages]
        return told

    def _source(self, name: str, level: int) -> str:
        """Write a page as a chapter."""
        doctree = self.env.get_doctree(name)
        for contents in list(doctree.findall(addnodes.toctree)):
            contents.parent.remove(contents)
        self.env.apply_post_transforms(doctree, name)
        page = PrintedPage(name, level, self.env.toc_fignumbers.get(name, {}))
        write = Writer(self, page)
        write.indexed = name not in map(self._found, self.config.print_unindexed)
        try:
            body = write.write(doctree)
        except BookError as error:
            self.problems.append(error)
            return ""
        title = self.env.titles.get(name)
        shown = write.inline(title) if title is not None else text(name)
        plain = writer.plain(title) if title is not None else name
        ids = next(iter(doctree.findall(nodes.section)), {"ids": []})["ids"]
        anchors = self.anchor(name) + "".join(write.anchor(id) for id in ids)
        return "\n".join(
            [
                f'#import "/{Path(self.outdir).name}/book.typ": *',
                f"{writer.MARKER}{doctree.get('source', '')}:",
                call(
                    "chapter",
                    f"{body}{self.evidence.write(page)}",
                    anchors=content(anchors),
                    title=content(shown),
                    plain=plain,
                    name=name,
                    level=level,
                    first=name == self.config.root_doc,
                    part=self._part_of(name),
                ),
                "",
            ]
        )

    def _part_of(self, name: str) -> str:
        return next((part.caption for part in self._parts if name in part.pages), "")

    def anchor(self, name: str) -> str:
        """Leave an anchor, once."""
        if name in self._emitted:
            return ""
        self._emitted.add(name)
        return f"#anchor({string(name)});"

    def link(self, told: str, target: str, page: PrintedPage, node) -> str:
        """Lead to an anchor of a printed page; of another page only the words are printed."""
        name = target.partition("#")[0]
        if name not in self.printed:
            return told
        return call("to", told, to=target, how=self._how(node, target, page))

    def _how(self, node, target: str, page: PrintedPage) -> str | None:
        """Say how a reference tells its page: a number's ``, p. 9``, a chapter's ``(p. 9)``."""
        from helpers.engine.sphinx_ext import addresses

        if isinstance(node, addnodes.number_reference) or "std-numref" in _classes(node):
            return "number"
        name, _, id = target.partition("#")
        if name == page.name or id.startswith(addresses.work_anchor("")):
            return None
        return "far-within" if is_in_parentheses(node) else "far"

    def leaves_out(self, node) -> bool:
        """Tell whether a node is a list written from data that print has no writer for."""
        from helpers.engine.sphinx_ext.back_matter.data_pages import DataBlock
        from helpers.engine.sphinx_ext.back_matter.verification_lists import VerificationList

        if not isinstance(node, (DataBlock, VerificationList)):
            return False
        return node.get("family", node.get("list", "")) not in {"filter", *self.data_blocks}

    def image_file(self, node) -> Path:
        """Find a picture's file."""
        uri = node.get("uri", "")
        candidates = node.get("candidates", {})
        for kind in self.supported_image_types:
            uri = candidates.get(kind, uri) if uri not in candidates.values() else uri
        path = Path(uri)
        return path if path.is_absolute() else Path(self.srcdir, uri)

    def work(self, key: str) -> str:
        """Name a work of the bibliography by its key, as citations do."""
        return self._works[key][0] if key in self._works else key

    @cached_property
    def _works(self) -> dict[str, tuple[str, str, str]]:
        from helpers.engine.sphinx_ext.back_matter import bibliography

        return bibliography.works(self.env)

    def _write_all(self, out: Path, sources: dict[str, str]) -> None:
        """Write the chapters, the template, and the book that holds them."""
        wanted = {one for source in sources.values() for one in LINK.findall(source)}
        wanted |= set(map(string, self.printed))  # the parts' openings lead to their chapters
        known = {string(one) for one in self._emitted}
        dangling = wanted - known
        for name, source in sources.items():
            here = [one for one in dangling if one[1:-1].partition("#")[0] == name]
            kept = ANCHOR.sub(lambda found: found[0] if found[1] in wanted else "", source)
            # What a reference names but nothing bears leads to its chapter's beginning.
            kept = kept.replace(
                "anchors: [", "anchors: [" + "".join(f"#anchor({one});" for one in sorted(here)), 1
            )
            put(out / "chapters" / file_name(name), kept)
        for file in (out / "chapters").glob("*.typ"):
            if file.name not in set(map(file_name, sources)):
                file.unlink()
        put(out / "book.typ", TEMPLATE.read_text(encoding="utf-8"))
        attached = attachments.gather(self.app, out / "attached")
        put(out / "main.typ", self._main(attached))

    def _main(self, attached: list[dict]) -> str:
        book = citation.book()
        title, _, subtitle = book["title"].partition(": ")
        frame = _arguments(
            title=book["title"],
            author=citation.author(),
            description=" ".join(book["abstract"].split()),
            keywords=book.get("keywords", []),
            lang=book.get("language", "en"),
        )
        told = [
            '#import "book.typ": *',
            f"#show: book.with({frame});",
            call(
                "cover",
                title=title,
                subtitle=subtitle,
                author=citation.author(),
                edition=edition(book),
                drawing=self._cover(),
            ),
            call("imprint", lines=[content(text(one)) for one in imprint(book)]),
            call("contents"),
            self._include(self.config.root_doc),
        ]
        number = 0
        for part in self._parts:
            if opens(part, self.env):
                number += 1
                told.append(
                    call(
                        "part",
                        title=part.caption,
                        pages=[
                            Code(f"({string(self.env.titles[one].astext())}, {string(one)})")
                            for one in part.pages
                        ],
                    )
                )
            told += [self._include(one) for one in part.pages]
        told.append(call("lists-of-figures"))
        told.append(self.index.write())
        told.append(call("attached-files", files=[Code(_dictionary(one)) for one in attached]))
        return "\n".join(filter(None, told)) + "\n"

    def _include(self, name: str) -> str:
        return f'#include "chapters/{file_name(name)}"'

    def _cover(self) -> str | None:
        id = self.config.print_cover
        file = Path(self.config.book_bundles) / "figures" / f"{id}.svg"
        return self.images.take(file) if id and file.is_file() else None

    def finish(self) -> None:
        """Nothing is left to do: the sources are the outcome."""


# Of the book's own nodes that are written from data, how print writes them; see `print_block`.
DATA_BLOCKS: dict[str, Callable] = {}
INDEXES: list[Callable[[], Iterable[Term]]] = []


def print_block(family: str, write: Callable) -> None:
    """Let print write a list that is made from data; without this it leaves it out.

    Parameters
    ----------
    family : str
        The directive's name.
    write : callable
        Makes markup, given the `Writer` and the list's part.
    """
    DATA_BLOCKS[family] = write


def index_terms(give: Callable[[], Iterable[Term]]) -> None:
    """Let the index list what `give` returns, where the text names it."""
    if give not in INDEXES:
        INDEXES.append(give)


def parts(env) -> list[BookPart]:
    """List the parts of the book, each with its pages in reading order."""
    root = env.config.root_doc
    found: list[BookPart] = []
    seen = {root}

    def below(page: str) -> list[str]:
        if page in seen or page not in env.found_docs:
            return []
        seen.add(page)
        return [page] + [
            one for child in env.toctree_includes.get(page, []) for one in below(child)
        ]

    for contents in env.get_doctree(root).findall(addnodes.toctree):
        pages = [one for child in contents["includefiles"] for one in below(child)]
        if pages:
            found.append(BookPart(contents.get("caption") or "", pages))
    rest = [one for page in sorted(env.found_docs) for one in below(page)]
    return found + ([BookPart("", rest)] if rest else [])


def opens(part: BookPart, env) -> bool:
    """Tell whether a part has a page of its own: it has a name, and several chapters."""
    return bool(part.caption) and len(part.pages) > 1


def reasons(id: str) -> list[str]:
    """Say what the book's table of discrepancies tells of a row of data."""
    from helpers.engine.sphinx_ext.back_matter import data_pages

    rows = {one["id"]: one for one in data_pages.rows("discrepancies")}
    return [rows[one]["problem"] for one in data_pages.explanations().get(id, []) if one in rows]


def edition(book: dict) -> str:
    """Name the edition."""
    return f"Version {book['version']}, {book['date-released']}"


def imprint(book: dict) -> list[str]:
    """Write what the imprint says, a paragraph each."""
    licences = book.get("license", [])
    told = [
        edition(book) + ".",
        f"Cite as: {citation.cite_book()}",
        "Licence: " + ", ".join(licences if isinstance(licences, list) else [licences]) + "."
        if licences
        else "",
        f"DOI: {book['doi']}." if book.get("doi") else "",
        "How to verify: `make verify` in a copy of the project executes every chapter again and "
        "compares each figure, table and number with what was accepted for this edition.",
        "The tables that this book rests on are attached to this file, with the data package that "
        "describes them; a reader of PDFs lists them among its attachments.",
        "Typeset with Typst in Source Serif and Source Sans. The file conforms to PDF/A-3a and "
        "PDF/UA-1.",
    ]
    return [one.replace("`", "") for one in told if one]


def file_name(page: str) -> str:
    """Name a page's source: no two pages share one, whatever they are called."""
    return re.sub(r"[^\w.-]", lambda one: f"_{ord(one[0]):x}_", page, flags=re.ASCII) + ".typ"


def is_in_parentheses(node) -> bool:
    """Tell whether a reference stands within parentheses of its paragraph."""
    before = ""
    while node.parent is not None and not isinstance(node, nodes.paragraph):
        before = "".join(one.astext() for one in node.parent[: node.parent.index(node)]) + before
        node = node.parent
    return before.count("(") > before.count(")")


def _classes(node) -> set[str]:
    return {name for one in node.findall(nodes.Element) for name in one.get("classes", ())}


def put(file: Path, told: str) -> None:
    """Write a file, unless it says so already."""
    if not file.is_file() or file.read_text(encoding="utf-8") != told:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(told, encoding="utf-8")


def _arguments(**given) -> str:
    from helpers.engine.print.markup import value

    return ", ".join(f"{name.replace('_', '-')}: {value(one)}" for name, one in given.items())


def _dictionary(given: dict) -> str:
    return f"({_arguments(**given)},)"


def setup(app) -> None:
    """Register."""
    app.add_builder(TypstBuilder)
    app.add_config_value("print_leaves_out", [], "")
    app.add_config_value("print_unindexed", [], "")
    app.add_config_value("print_cover", "", "")
