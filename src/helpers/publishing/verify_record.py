"""Recording what an execution of the book made, in the form in which it is accepted."""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from helpers import paths
from helpers.evidence import facts, package
from helpers.evidence.tables import rows
from helpers.publishing import digests, myst
from helpers.publishing.baseline import Data, Figure, PageText, PrintedFact, Record
from helpers.publishing.chapters import Page
from helpers.publishing.compare_pictures import picture
from helpers.publishing.kernel import Result

CAPTIONED = {"data-figure", "data-table"}


@dataclass
class Printed:
    """What the pages print.

    Attributes
    ----------
    captions, prints : dict
        The facts that captions print, by figure; the pages whose prose prints each fact.
    words : dict
        Caption and alt text of each figure and table, as the author wrote them.
    """

    captions: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    prints: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def facts(self) -> set[str]:
        """Every fact that is printed anywhere."""
        return {id for ids in self.captions.values() for id in ids} | self.prints.keys()


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
    shown = printed(pages)
    declared: dict[str, tuple[facts.Fact, str]] = {}
    for result in sorted(results, key=lambda one: one.name):
        for name, content in sorted(result.files.items()):
            folder, _, file = name.partition("/")
            id, _, suffix = file.rpartition(".")
            if suffix != "json":
                continue
            if folder == "figures":
                figure = _figure(id, result, shown, accepted.figures.get(id))
                _once(made, "figure", id, result.name, made.figures)
                made.figures[id] = figure
                if digests.of_bytes(figure.csv.encode()) != figure.data:
                    made.problems["figure", id] = (
                        f"the data beside it are not those that it states (SHA-256 "
                        f"{figure.data[:8]}). Publish it with publish(…) only."
                    )
            elif folder == "facts":
                _once(made, "fact", id, result.name, {one: declared[one][1] for one in declared})
                declared[id] = (facts.read_computed(content.decode("utf-8")), result.name)
    made.facts = _facts(made, declared, shown)
    made.pages = texts(pages)
    made.data = data()
    return made


def _figure(id: str, result: Result, shown: Printed, accepted: Figure | None) -> Figure:
    from helpers.figures.canonical import sorted_csv  # not for pages, which only tell of the data

    files = {
        suffix: result.files.get(f"figures/{id}.{suffix}", b"") for suffix in ("json", "csv", "png")
    }
    about = json.loads(files["json"])
    drawing = digests.of_bytes(files["png"]) if files["png"] else ""
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
        reference=digests.of_bytes(kept) if kept else "",
        caption=" ".join(shown.captions.get(id, [])),
        order=digests.of_bytes(files["csv"]),
        words=shown.words.get(id, ("", ""))[0],
        alt=shown.words.get(id, ("", ""))[1],
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


def printed(pages: list[Page]) -> Printed:
    """Find what the pages print, as the parser that compiles them reads it."""
    from helpers.publishing.sphinx_extension.arguments import printed_facts

    found = Printed()
    for page in pages:
        for _, text in page.markdown:
            for part in myst.read(text):
                if isinstance(part, myst.Directive) and part.name in CAPTIONED:
                    caption, alt = part.body.split(), part.options.get("alt", "").split()
                    found.words[part.argument] = (" ".join(caption), " ".join(alt))
                elif isinstance(part, myst.Role):
                    captioned = [one for one in part.within if one.name in CAPTIONED]
                    for id in printed_facts(part):
                        if captioned:
                            found.captions[captioned[-1].argument].append(id)
                        else:
                            found.prints[id].append(page.name)
    return found


def _facts(made: Record, declared, shown: Printed) -> dict[str, PrintedFact]:
    """Every computed value, and every observation that some page prints."""
    found = {}
    for id in sorted(shown.facts | declared.keys()):
        one, chapter = declared.get(id, (facts.observations().get(id), ""))
        if one is None:
            known = [*facts.observations(), *declared]
            made.problems["fact", id] = str(facts.unknown(id, known)).partition(": ")[2]
            continue
        found[id] = PrintedFact(
            id,
            f"{one.value:.12g}",
            one.unit,
            one.text,
            chapter,
            " ".join(sorted(shown.prints.get(id, []))),
        )
    return found


def texts(pages: list[Page]) -> dict[str, PageText]:
    """Digest the words of every page, which no figure, fact or table tells of."""
    return {
        f"chapters/{page.name}": PageText(
            f"chapters/{page.name}",
            digests.of_bytes("\n\n".join(text for _, text in page.markdown).encode()),
        )
        for page in pages
    }


def data() -> dict[str, Data]:
    """Every file of the data package as it is now, by path."""
    found = {}
    for name, one in package.resources().items():
        told = f"data/{one['path']}"
        if "schema" in one:
            records = sorted(sorted(row.items()) for row in rows(name))
            content = json.dumps(records, ensure_ascii=False).encode()
            found[told] = Data(told, str(len(records)), digests.of_bytes(content))
        else:
            found[told] = Data(told, "", digests.of_file(paths.DATA / one["path"]))
    return found
