"""The directive ``{data-table}``: published data as a numbered, captioned table."""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from helpers.engine.sphinx_ext import freshness
from helpers.engine.sphinx_ext.published import bundles, data_figure, footer
from helpers.errors import BookError
from helpers.evidence.numbers import cell, is_numeric
from helpers.evidence.package import field_title

SHORT = 10  # rows, the header's too


class DataTable(SphinxDirective):
    """A table that a cell has published without a drawing.

    The argument is its id; the content is the caption; ``:widths:`` gives relative column widths.
    Cross-reference it with ``{numref}`tab-ID```.
    """

    required_arguments = 1
    option_spec: ClassVar = {"widths": directives.positive_int_list}
    has_content = True

    def run(self):
        """Make the table, or report what is missing."""
        id = self.arguments[0]
        try:
            bundle = bundles.figure(self.env.app, id, "table")
            caption = data_figure.read_caption(self, id)
        except BookError as error:
            return [self.state.document.reporter.error(str(error), line=self.lineno)]
        freshness.remember(self.env, "table", id)
        table = build(bundle.rows, self.options.get("widths"))
        title = nodes.title("", "", *caption.children)
        self.set_source_info(title)
        table.insert(0, title)
        data_figure.name(self, table, f"tab-{id}")
        lines = footer.Apparatus(
            bundle=bundle, caption=data_figure.first_sentence(caption.astext()), anchor=f"tab-{id}"
        )
        short = ["short"] if len(bundle.rows) <= SHORT else []  # print keeps it on one page
        return [nodes.container("", table, lines, classes=["data-table", *short])]


def build(rows: list[list[str]], widths: list[int] | None = None) -> nodes.table:
    """Make a docutils table of rows of text, the header first."""
    header, *body = rows
    numeric = [is_numeric(rows, column) for column in range(len(header))]
    group = nodes.tgroup(cols=len(header))
    for width in widths or [1] * len(header):
        group += nodes.colspec(colwidth=width)
    group += nodes.thead("", _row([field_title(name) for name in header], numeric))
    group += nodes.tbody(
        "",
        *(_row([cell(*pair) for pair in zip(header, row, strict=True)], numeric) for row in body),
    )
    classes = ["colwidths-given"] if widths else ["colwidths-auto"]
    return nodes.table("", group, classes=classes)


def _row(texts: list[str], numeric: list[bool]) -> nodes.row:
    return nodes.row(
        "",
        *(
            nodes.entry("", nodes.paragraph("", text), classes=["number"] if right else [])
            for text, right in zip(texts, numeric, strict=True)
        ),
    )


def setup(app) -> None:
    """Register."""
    app.add_directive("data-table", DataTable)
