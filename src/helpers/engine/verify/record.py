"""Recording what an execution of the book made, in the form in which it is accepted."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable

from helpers import paths
from helpers.engine.execute.sandbox import Result
from helpers.engine.extensions import registry
from helpers.engine.pages.chapters import Page
from helpers.engine.state import fingerprints
from helpers.engine.verify.baseline import Data, Figure, PageText, PrintedFact, Record
from helpers.engine.verify.compare_pictures import picture
from helpers.engine.verify.printed import FactUse, Printed, printed
from helpers.errors import BookError
from helpers.evidence import facts, package
from helpers.evidence.numbers import cell
from helpers.evidence.tables import rows

DIGITS = 8  # of a block's digest


def record(
    pages: list[Page], parameters: dict[str, dict], results: list[Result], accepted: Record
) -> Record:
    """Put together what the chapters made, what the pages print and what `data/` holds.

    Parameters
    ----------
    accepted : Record
        A drawing that is the accepted one, byte for byte, keeps the accepted picture.

    Returns
    -------
    Record
        Its ``problems`` tell what is made twice, and facts that do not exist.
    """
    book = Record(parameters=parameters)
    texts = printed(pages)
    declared: dict[str, tuple[facts.Fact, str]] = {}
    for result in sorted(results, key=lambda one: one.name):
        for name, content in sorted(result.files.items()):
            folder, _, file = name.partition("/")
            id, _, suffix = file.rpartition(".")
            if suffix != "json":
                continue
            if folder == "figures":
                figure = _figure(id, result, texts, accepted.figures.get(id))
                _once(book, "figure", id, result.name, book.figures)
                book.figures[id] = figure
                if fingerprints.of_bytes(figure.csv.encode()) != figure.data:
                    book.problems["figure", id] = (
                        f"the data beside it are not those that it states (SHA-256 "
                        f"{figure.data[:8]}). Publish it with publish(…) only."
                    )
            elif folder == "facts":
                _once(book, "fact", id, result.name, {one: declared[one][1] for one in declared})
                declared[id] = (facts.read_computed(content.decode("utf-8")), result.name)
    book.figures |= _layers(texts)
    book.facts = _facts(book, declared, texts)
    book.pages = _pages(pages, results, texts)
    book.data = data()
    return book


def _figure(id: str, result: Result, texts: Printed, accepted: Figure | None) -> Figure:
    from helpers.figures.canonical import sorted_csv

    files = {
        suffix: result.files.get(f"figures/{id}.{suffix}", b"") for suffix in ("json", "csv", "png")
    }
    about = json.loads(files["json"])
    drawing = fingerprints.of_bytes(files["png"]) if files["png"] else ""
    kept = b""
    if drawing:
        same = accepted is not None and accepted.drawing == drawing and accepted.picture
        kept = accepted.picture if same else picture(files["png"])
    shown = list(csv.reader(io.StringIO(files["csv"].decode("utf-8"))))
    ordered = sorted_csv(files["csv"].decode("utf-8"))
    return Figure(
        id=id,
        kind=about["kind"],
        chapter=result.name,
        rows=str(about["rows"]),
        data=about["sha256"],
        drawing=drawing,
        reference=fingerprints.of_bytes(kept) if kept else "",
        order=order(shown, list(csv.reader(io.StringIO(ordered)))),
        cells=_digest(_cells(shown)),
        sources="; ".join(" ".join(filter(None, pair)) for pair in about["sources"]),
        note=about["note"],
        caption=" ¶ ".join(texts.captions.get(id, [])),
        alt=" ¶ ".join(texts.alts.get(id, [])),
        csv=ordered,
        picture=kept,
    )


def order(shown: list[list[str]], ordered: list[list[str]]) -> str:
    """Tell the order in which columns and rows are shown, by their places in canonical data.

    Returns
    -------
    str
        Places of columns, a slash, places of rows; empty for rows that stand in canonical order.

    Examples
    --------
    >>> order([["b", "a"], ["2", "1"], ["0", "3"]], [["a", "b"], ["1", "2"], ["3", "0"]])
    '1 0 /'
    >>> order([["a", "b"], ["3", "0"], ["1", "2"]], [["a", "b"], ["1", "2"], ["3", "0"]])
    '0 1 / 1 0'
    """
    columns = [ordered[0].index(name) for name in shown[0]]
    places = defaultdict(list)
    for number, row in enumerate(ordered[1:]):
        places[tuple(row[column] for column in columns)].append(number)
    rows_shown = [places[tuple(row)].pop(0) for row in shown[1:]]
    moved = "" if rows_shown == sorted(rows_shown) else " ".join(map(str, rows_shown))
    return f"{' '.join(map(str, columns))} / {moved}".strip()


def _cells(shown: list[list[str]]) -> list[list[str]]:
    """Write a table's cells as pages print them."""
    head = [package.field_title(name) for name in shown[0]]
    return [
        head,
        *([cell(*pair) for pair in zip(shown[0], row, strict=True)] for row in shown[1:]),
    ]


def _once(book: Record, kind: str, id: str, chapter: str, before: dict) -> None:
    """Note when a chapter makes what another has made already."""
    if id in before:
        first = before[id].chapter if isinstance(before[id], Figure) else before[id]
        book.problems[kind, id] = (
            f"made twice: in chapters/{first}.ipynb and in chapters/{chapter}.ipynb. Every figure "
            "and fact needs an id of its own."
        )


def _layers(texts: Printed) -> dict[str, Figure]:
    """Record what directives publish by themselves, where a page uses them."""
    from helpers.figures.canonical import csv_of, sorted_csv

    layers = {}
    for name, pages in texts.directives.items():
        directive = registry().directives.get(name)
        for id, (table, note) in getattr(directive, "published", dict)().items():
            ordered = sorted_csv(csv_of(table))
            layers[id] = Figure(
                id=id,
                kind="layer",
                chapter=" ".join(sorted(pages)),
                rows=str(len(table) - 1),
                data=fingerprints.of_bytes(ordered.encode()),
                drawing="",
                reference="",
                order=order(table, list(csv.reader(io.StringIO(ordered)))),
                note=note,
                csv=ordered,
            )
    return layers


def _facts(book: Record, declared, texts: Printed) -> dict[str, PrintedFact]:
    """Return every computed value, and every observation that some page prints."""
    uses: dict[str, list[FactUse]] = defaultdict(list)
    pages: dict[str, list[str]] = defaultdict(list)
    for page, inside in texts.in_prose.items():
        for use in inside:
            uses[use.id].append(use)
            pages[use.id].append(page)
    for inside in texts.in_captions.values():
        for use in inside:
            uses[use.id].append(use)
    printed_facts = {}
    for id in sorted(uses.keys() | declared.keys()):
        fact, chapter = declared.get(id, (facts.observations().get(id), ""))
        if fact is None:
            known = [*facts.observations(), *declared]
            book.problems["fact", id] = str(facts.unknown(id, known)).partition(": ")[2]
            continue
        printed_facts[id] = PrintedFact(
            id,
            f"{fact.value:.12g}",
            fact.unit,
            fact.text,
            chapter,
            " ".join(sorted(pages[id])),
            "; ".join(forms(fact, {use.role for use in uses[id]})),
        )
    return printed_facts


def forms(fact: facts.Fact, names: Iterable[str]) -> list[str]:
    """Tell how roles print a fact, where that is not its text."""
    written = []
    for name in sorted(names):
        try:
            text = registry().roles[name].written(fact)
        except BookError as error:  # such as a large number in words
            text = str(error)
        if text != fact.text:
            written.append(f"{name}: {text}")
    return written


def _pages(pages: list[Page], results: list[Result], texts: Printed) -> dict[str, PageText]:
    outputs = {result.name: result.outputs for result in results}
    recorded = [page_text(one.name, texts, outputs.get(one.name, [])) for one in pages]
    return {one.name: one for one in recorded}


def page_text(name: str, texts: Printed, outputs: list[list[dict]]) -> PageText:
    """Record the words of a page, and what its code cells print.

    Parameters
    ----------
    texts : Printed
        What is known of this page, and maybe of others.
    outputs : list of list of dict
        The outputs of each of its code cells, in order.
    """
    blocks = texts.blocks[name] + [
        f"output of code cell {number}: {_output(output)}"
        for number, inner in enumerate(outputs, start=1)
        for output in inner
    ]
    return PageText(
        f"page:{name}",
        str(len(blocks)),
        _digest(blocks),
        " ".join(_digest(one)[:DIGITS] for one in blocks),
        tuple(blocks),
    )


def _output(output: dict) -> str:
    shown = output.get("text", output.get("data", output))
    if isinstance(shown, dict) and "text/plain" in shown and len(shown) == 1:
        shown = shown["text/plain"]
    return shown if isinstance(shown, str) else json.dumps(shown, sort_keys=True, default=str)


def _digest(content) -> str:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return fingerprints.of_bytes(text.encode())


def data() -> dict[str, Data]:
    """Return every file of the data package as it is now, by path."""
    files = {}
    for name, resource in package.resources().items():
        path = f"data/{resource['path']}"
        if "schema" in resource:
            records = sorted(sorted(row.items()) for row in rows(name))
            content = json.dumps(records, ensure_ascii=False).encode()
            files[path] = Data(path, str(len(records)), fingerprints.of_bytes(content))
        else:
            files[path] = Data(path, "", fingerprints.of_file(paths.DATA / resource["path"]))
    return files
