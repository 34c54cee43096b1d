"""Recording what an execution of the book made, in the form in which it is accepted."""

import json
import re
from collections import defaultdict

from helpers import paths
from helpers.engine.execute.sandbox import Result
from helpers.engine.pages import prose
from helpers.engine.pages.chapters import Page
from helpers.engine.state import fingerprints
from helpers.engine.verify.baseline import Data, Figure, PrintedFact, Record
from helpers.engine.verify.compare_pictures import picture
from helpers.evidence import facts, package
from helpers.evidence.tables import rows

FACT = re.compile(r"(?<!`)\{fact\}`([^`]+)`(?!`)")
CAPTIONED = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{data-(?:figure|table)\}[ \t]+(?P<id>\S+)[ \t]*\n"
    r"(?P<body>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)


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
    made = Record(parameters=parameters)
    captions, prints = _printed(pages)
    declared: dict[str, tuple[facts.Fact, str]] = {}
    for result in sorted(results, key=lambda one: one.name):
        for name, content in sorted(result.files.items()):
            folder, _, file = name.partition("/")
            id, _, suffix = file.rpartition(".")
            if suffix != "json":
                continue
            if folder == "figures":
                figure = _figure(id, result, captions.get(id, []), accepted.figures.get(id))
                _once(made, "figure", id, result.name, made.figures)
                made.figures[id] = figure
                if fingerprints.of_bytes(figure.csv.encode()) != figure.data:
                    made.problems["figure", id] = (
                        f"the data beside it are not those that it states (SHA-256 "
                        f"{figure.data[:8]}). Publish it with publish(…) only."
                    )
            elif folder == "facts":
                _once(made, "fact", id, result.name, {one: declared[one][1] for one in declared})
                declared[id] = (facts.read_computed(content.decode("utf-8")), result.name)
    made.facts = _facts(made, declared, captions, prints)
    made.data = data()
    return made


def _figure(id: str, result: Result, caption: list[str], accepted: Figure | None) -> Figure:
    from helpers.figures.canonical import sorted_csv  # not for pages, which only tell of the data

    files = {
        suffix: result.files.get(f"figures/{id}.{suffix}", b"") for suffix in ("json", "csv", "png")
    }
    about = json.loads(files["json"])
    drawing = fingerprints.of_bytes(files["png"]) if files["png"] else ""
    kept = b""
    if drawing:
        same = accepted is not None and accepted.drawing == drawing and accepted.picture
        kept = accepted.picture if same else picture(files["png"])
    return Figure(
        id=id,
        kind=about["kind"],
        chapter=result.name,
        rows=str(about["rows"]),
        data=about["sha256"],
        drawing=drawing,
        reference=fingerprints.of_bytes(kept) if kept else "",
        caption=" ".join(caption),
        csv=sorted_csv(files["csv"].decode("utf-8")),
        picture=kept,
    )


def _once(made: Record, kind: str, id: str, chapter: str, before: dict) -> None:
    """Note when a chapter makes what another has made already."""
    if id in before:
        first = before[id].chapter if isinstance(before[id], Figure) else before[id]
        made.problems[kind, id] = (
            f"made twice: in chapters/{first}.ipynb and in chapters/{chapter}.ipynb. Every figure "
            "and fact needs an id of its own."
        )


def _printed(pages: list[Page]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Find the facts that captions print, by figure, and the pages whose prose does, by fact."""
    captions: dict[str, list[str]] = defaultdict(list)
    prints: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        for _, text in page.markdown:
            shown = prose.without_code(text)
            for found in CAPTIONED.finditer(shown):
                captions[found["id"]] += FACT.findall(found["body"])
            for id in FACT.findall(CAPTIONED.sub("", shown)):
                prints[id].append(page.name)
    return captions, prints


def _facts(made: Record, declared, captions, prints) -> dict[str, PrintedFact]:
    """Every computed value, and every observation that some page prints."""
    printed = {id for ids in captions.values() for id in ids} | prints.keys()
    found = {}
    for id in sorted(printed | declared.keys()):
        one, chapter = declared.get(id, (facts.observations().get(id), ""))
        if one is None:
            known = [*facts.observations(), *declared]
            made.problems["fact", id] = str(facts.unknown(id, known)).partition(": ")[2]
            continue
        found[id] = PrintedFact(
            id, f"{one.value:.12g}", one.unit, one.text, chapter, " ".join(sorted(prints[id]))
        )
    return found


def data() -> dict[str, Data]:
    """Every file of the data package as it is now, by path."""
    found = {}
    for name, one in package.resources().items():
        told = f"data/{one['path']}"
        if "schema" in one:
            records = sorted(sorted(row.items()) for row in rows(name))
            content = json.dumps(records, ensure_ascii=False).encode()
            found[told] = Data(told, str(len(records)), fingerprints.of_bytes(content))
        else:
            found[told] = Data(told, "", fingerprints.of_file(paths.DATA / one["path"]))
    return found
