"""Tables: those that authors write, those that chapters publish, those that cells put out."""

from html.parser import HTMLParser

from docutils import nodes

from helpers.engine.print.markup import Code, call, content, text
from helpers.engine.print.writer import Writer, ancestors, plain, print_as
from helpers.engine.sphinx_ext.published.data_figure import first_sentence

LONG = 14  # rows; more of them run over pages instead of floating on one


@print_as("table")
def write_table(writer: Writer, node, below: str = "") -> str:
    """Write a table; `below` is what stands under it."""
    group = next(iter(node.findall(nodes.tgroup)), None)
    if group is None:
        return ""
    widths = [spec.get("colwidth", 1) for spec in group.findall(nodes.colspec)]
    given = "colwidths-given" in node.get("classes", ())
    rows = {
        kind: [row for part in group.children if isinstance(part, kind) for row in part.children]
        for kind in (nodes.thead, nodes.tbody)
    }
    columns = _columns([*rows[nodes.thead], *rows[nodes.tbody]]) or len(widths)
    before, marked = writer.in_place, writer.marked
    writer.in_place = writer.marked = True
    head = _cells(writer, rows[nodes.thead])
    body = _cells(writer, rows[nodes.tbody])
    writer.in_place, writer.marked = before, marked
    title = next((one for one in node.children if isinstance(one, nodes.title)), None)
    weights = widths if given and len(widths) == columns else _weights(rows, columns)
    number = number_of(writer, node, "table")
    mark = writer.builder.evidence.mark(writer.page, node, of=f"Table {number}" if number else "")
    return call(
        "tabular",
        columns=weights,
        head=head,
        body=body,
        rows=len(rows[nodes.thead]),
        caption=content(mark + writer.inline(title)) if title is not None else None,
        brief=first_sentence(plain(title)).rstrip(".") if title is not None else None,
        number=number,
        below=content(below) if below else None,
        floats=not before and title is not None and len(rows[nodes.tbody]) <= LONG,
        summary=plain(title) if title is not None else "Table",
    )


def number_of(writer: Writer, node, kind: str) -> str | None:
    """Tell a figure's or table's number, as the pages have it; None when it has none."""
    known = writer.page.numbers.get(kind, {})
    return next((".".join(map(str, known[id])) for id in node["ids"] if id in known), None)


def _columns(rows: list) -> int:
    return max(
        (sum(1 + entry.get("morecols", 0) for entry in row.children) for row in rows),
        default=0,
    )


def _weights(rows: dict, columns: int) -> list[float]:
    """Give each column a share of the width by what stands in it: its longest word, its fill."""
    longest, fill = [1] * columns, [1] * columns
    for kind in (nodes.thead, nodes.tbody):
        for row in rows[kind]:
            for place, entry in enumerate(row.children[:columns]):
                if entry.get("morecols"):
                    break
                words = plain(entry).split() or [""]
                longest[place] = max(longest[place], min(max(map(len, words)), 24))
                fill[place] = max(fill[place], min(len(" ".join(words)), 160))
    return [round(long + 2.2 * (full**0.62), 1) for long, full in zip(longest, fill, strict=True)]


def _cells(writer: Writer, rows: list) -> list[Code]:
    made = []
    for row in rows:
        for entry in row.children:
            classes = entry.get("classes", ())
            spans = {}
            if entry.get("morecols"):
                spans["colspan"] = 1 + entry["morecols"]
            if entry.get("morerows"):
                spans["rowspan"] = 1 + entry["morerows"]
            right = {"number", "text-right"} & set(classes)
            arguments = "".join(f", {name}: {number}" for name, number in spans.items())
            align = ", align: right" if right else ""
            body = writer.blocks(entry)
            made.append(Code(f"cell({content(body)}{arguments}{align})"))
    return made


def simple(head: list[str], body: list[list[str]], right: list[bool], rows: int = 1) -> str:
    """Write a table of plain texts."""

    def cells(row: list[str]) -> list[Code]:
        return [
            Code(f"cell({content(text(told))}{', align: right' if to_right else ''})")
            for told, to_right in zip(row, right, strict=True)
        ]

    columns = len(right)
    fill = [max([len(row[n]) for row in [head, *body]] + [1]) for n in range(columns)]
    return call(
        "tabular",
        columns=[round(3 + min(one, 120) ** 0.7, 1) for one in fill],
        head=cells(head) if rows else [],
        body=[cell for row in body for cell in cells(row)],
        rows=rows,
        caption=None,
        floats=False,
        summary="Table",
    )


class _HtmlTable(HTMLParser):
    """Read the rows of the first table in HTML, as pandas writes it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[bool, list[str]]] = []
        self._cell: list[str] | None = None
        self._row: list[str] | None = None
        self._head = self._skip = False
        self._span = 1

    def handle_starttag(self, tag, attributes):
        if tag == "thead":
            self._head = True
        elif tag == "tbody":
            self._head = False
        elif tag == "tr":
            self._row = []
        elif tag in {"td", "th"}:
            self._cell = []
            span = dict(attributes).get("colspan") or "1"
            self._span = int(span) if span.isdigit() else 1
        elif tag in {"style", "script"}:
            self._skip = True

    def handle_endtag(self, tag):
        if tag in {"td", "th"} and self._cell is not None and self._row is not None:
            told = " ".join("".join(self._cell).split())
            self._row += [told] + [""] * (self._span - 1)
            self._cell = None
        elif tag == "tr" and self._row is not None:
            self.rows.append((self._head, self._row))
            self._row = None
        elif tag in {"style", "script"}:
            self._skip = False

    def handle_data(self, data):
        if self._cell is not None and not self._skip:
            self._cell.append(data)


def of_html(html: str) -> str:
    """Write the table that a cell's output shows; nothing when it shows none."""
    if "<table" not in html:
        return ""
    reader = _HtmlTable()
    reader.feed(html)
    rows = [row for _, row in reader.rows if row]
    if not rows:
        return ""
    width = max(map(len, rows))
    filled = [row + [""] * (width - len(row)) for row in rows]
    heads = sum(1 for is_head, row in reader.rows if row and is_head)
    head = [" ".join(filter(None, column)) for column in zip(*filled[:heads], strict=True)]
    body = filled[heads:]
    right = [bool(body) and all(_is_number(row[n]) for row in body if row[n]) for n in range(width)]
    return simple(head or [""] * width, body, right, rows=1 if heads else 0)


def _is_number(told: str) -> bool:
    try:
        float(told.replace(",", "").replace("−", "-").rstrip("%"))
    except ValueError:
        return False
    return True


@print_as("raw")
def _raw(writer: Writer, node) -> str:
    told = node.astext()
    if "html" not in node.get("format", "").split():
        return ""
    if in_output(node) and (made := of_html(told)):
        return made
    if told.strip() and not told.strip().startswith("<!--"):
        writer.note_left_out(f"raw HTML ({' '.join(told.split())[:50]})")
    return ""


def in_output(node) -> bool:
    """Return whether a node is among what a cell puts out."""
    return any(
        "cell_output" in one.get("classes", ())
        for one in ancestors(node)
        if isinstance(one, nodes.Element)
    )
