"""The directive ``{data-figure}``: a published figure, numbered, captioned and traceable."""

import shutil
from html import escape
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from helpers.engine.sphinx_ext import freshness
from helpers.engine.sphinx_ext.nodes import add_html_only
from helpers.engine.sphinx_ext.published import alt_texts, bundles, footer
from helpers.errors import BookError
from helpers.figures import palette


class Drawing(nodes.General, nodes.Element):
    """A figure's drawing; attributes ``bundle`` and ``alt``."""


class DataFigure(SphinxDirective):
    """A figure that a cell has published.

    The argument is its id; the content is the caption; ``:alt:`` says in words what it shows.
    Cross-reference it with ``{numref}`fig-ID```.
    """

    required_arguments = 1
    option_spec: ClassVar = {"alt": directives.unchanged, "class": directives.class_option}
    has_content = True

    def run(self):
        """Make the figure, or report what is missing."""
        id = self.arguments[0]
        try:
            bundle = bundles.figure(self.env.app, id, "figure")
            if not self.options.get("alt", "").strip():
                raise BookError(
                    f"figure {id!r}: no alt text. Add :alt: with what a reader who cannot see the "
                    "figure must know: form, extent and the finding with its numbers."
                )
            alt_texts.require_founded(id, self.options["alt"], bundle.rows)
            caption = read_caption(self, id)
        except BookError as error:
            return [self.state.document.reporter.error(str(error), line=self.lineno)]
        freshness.remember(self.env, "figure", id)
        figure = nodes.figure()
        name(self, figure, f"fig-{id}")
        figure += Drawing(bundle=bundle, alt=" ".join(self.options["alt"].split()))
        figure += caption
        lines = footer.Apparatus(
            bundle=bundle, caption=first_sentence(caption.astext()), anchor=f"fig-{id}"
        )
        classes = ["data-figure", *self.options.get("class", [])]
        return [nodes.container("", figure, lines, classes=classes)]


def read_caption(directive, id: str) -> nodes.caption:
    """Parse a directive's content, which must be one paragraph, as a caption."""
    parsed = nodes.Element()
    directive.state.nested_parse(directive.content, directive.content_offset, parsed)
    if len(parsed) != 1 or not isinstance(parsed[0], nodes.paragraph):
        raise BookError(
            f"{id!r}: the caption must be one paragraph; found {len(parsed)} blocks. Say what the "
            "figure asks and what it shows."
        )
    caption = nodes.caption("", "", *parsed[0].children)
    directive.set_source_info(caption)
    return caption


def name(directive, node, label: str) -> None:
    """Give a node its permanent anchor, under which it can be referred to."""
    node["ids"].append(label)
    node["names"].append(label)
    directive.set_source_info(node)
    directive.state.document.note_explicit_target(node)


def first_sentence(caption: str) -> str:
    """Take a caption's first sentence: what the figure is called elsewhere."""
    return caption.partition(". ")[0]


def remember_drawings(app, doctree) -> None:
    """Keep what other pages tell of a page's figures: their alt texts, and what they are called."""
    found = {}
    for figure in doctree.findall(nodes.figure):
        for drawing in figure.findall(Drawing):
            caption = next(iter(figure.findall(nodes.caption)))
            called = first_sentence(caption.astext())
            found[drawing["bundle"].id] = (drawing["alt"], called)
    if found:
        freshness.kept(app.env, "book_drawings")[app.env.docname] = found


def drawing_html(builder, node) -> str:
    """Write the drawing into the page, so that its text is the page's text."""
    bundle, alt = node["bundle"], escape(node["alt"], quote=True)
    opening = f'<svg class="drawing" role="img" aria-label="{alt}" '
    drawing = palette.themed(bundle.read("svg")).replace("<svg ", opening, 1)
    return f'<div class="drawing-scroll">{drawing}</div>'


def copy_files(app, exception) -> None:
    """Put every bundle beside the pages, to be taken away."""
    folder = Path(app.config.book_bundles) / "figures"
    if exception is not None or app.builder.name != "html" or not folder.is_dir():
        return
    target = Path(app.outdir) / "figures"
    target.mkdir(exist_ok=True)
    wanted = {path.name: path for path in folder.iterdir()}
    for path in target.iterdir():
        if path.name not in wanted:
            path.unlink()
    for file, path in sorted(wanted.items()):
        copy = target / file
        if not copy.exists() or copy.read_bytes() != path.read_bytes():
            shutil.copyfile(path, copy)


def setup(app) -> None:
    """Register."""
    footer.setup(app)
    add_html_only(app, Drawing, drawing_html)
    app.add_directive("data-figure", DataFigure)
    app.connect("doctree-read", remember_drawings)
    app.connect("build-finished", copy_files)
