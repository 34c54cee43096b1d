"""Comparing what the book came out as with what was accepted."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from helpers.engine.verify import compare_pictures, compare_rows
from helpers.engine.verify.baseline import Data, Figure, PageText, PrintedFact, Record
from helpers.engine.verify.outcomes import CHANGED, FAILED, GONE, NEW, SAME, SKIPPED, Outcome

WORDS = {"caption": "caption", "alt": "alt text", "sources": "sources", "note": "note"}


def compare(accepted: Record, made: Record, failed: frozenset[str] = frozenset()) -> list[Outcome]:
    """Compare everything, in both directions.

    Parameters
    ----------
    failed : set of str
        Chapters that did not execute: what they would have made is skipped.

    Returns
    -------
    list of Outcome
        One for each thing that either record knows, and one for each part of the baseline that
        cannot be read.
    """
    return [
        *_unreadable(accepted),
        *_figures(accepted, made, failed),
        *_facts(accepted, made, failed),
        *_pages(accepted, made, failed),
        *_parameters(accepted, made),
        *_data(accepted, made),
    ]


def _unreadable(accepted: Record) -> Iterator[Outcome]:
    for (kind, name), told in accepted.problems.items():
        if kind == "baseline":
            yield Outcome(kind, name, FAILED, (told.removeprefix(f"{name}: "),))


def _lost(accepted: Record, index: str) -> str:
    """Return why it cannot be known what was accepted of a kind; empty when it can."""
    for kind, name in accepted.problems:
        if kind == "baseline" and name.endswith(f"/{index}"):
            return f"{name} cannot be read"
        if kind == "baseline" and not name.endswith((".csv", ".json")):
            return "nothing is accepted yet"
    return ""


def _figures(accepted: Record, made: Record, failed: frozenset[str]) -> Iterator[Outcome]:
    lost = _lost(accepted, "figures.csv")
    by_data = {one.data: one.id for one in accepted.figures.values() if one.id not in made.figures}
    for id in sorted(accepted.figures.keys() | made.figures.keys()):
        before, after = accepted.figures.get(id), made.figures.get(id)
        kind = (after or before).kind
        problem = made.problems.get(("figure", id)) or accepted.problems.get(("figure", id))
        if problem:
            yield Outcome(kind, id, FAILED, (problem,), None, after)
        elif lost:
            yield Outcome(kind, id, SKIPPED, (lost,))
        elif after is None:
            yield _missing(kind, id, before.chapter, failed, before)
        elif before is None:
            old = by_data.get(after.data, "")
            told = f"new{f': has the data of {old}, which is gone; renamed?' if old else ''}"
            yield Outcome(kind, id, NEW, (told,), None, after)
        else:
            told = tuple(_figure(before, after))
            yield Outcome(kind, id, CHANGED if told else SAME, told, before, after)


def _missing(kind: str, id: str, chapter: str, failed: frozenset[str], before=None) -> Outcome:
    if chapter in failed:
        return Outcome(kind, id, SKIPPED, (f"not made: chapters/{chapter}.ipynb failed",))
    told = f"accepted, but the book no longer makes it. If that is meant: book accept {id}"
    return Outcome(kind, id, GONE, (told,), before, None)


def _figure(before: Figure, after: Figure) -> Iterator[str]:
    if before.kind != after.kind:
        yield f"a {before.kind} → a {after.kind}"
    if before.data != after.data:
        yield from map(str, compare_rows.difference(before.csv, after.csv))
    if before.picture and after.picture and before.drawing != after.drawing:
        found = compare_pictures.difference(before.picture, after.picture)
        yield from [] if found is None else [str(found)]
    if before.data == after.data and before.order != after.order:
        yield f"in another order: {_order(before, after)}"
    elif before.data == after.data and before.cells != after.cells:
        yield "the same data, but its columns' titles or its numbers are printed otherwise"
    for name in ("caption", "alt", "sources", "note"):
        old, new = getattr(before, name), getattr(after, name)
        yield from (f"{WORDS[name]}, {one}" for one in _words(old, new))
    if before.chapter != after.chapter:
        yield f"made in chapters/{before.chapter}.ipynb → chapters/{after.chapter}.ipynb"


def _order(before: Figure, after: Figure) -> str:
    """Tell in which order columns and rows stood and stand, as far as they differ."""
    told = []
    (old_columns, old_rows), (new_columns, new_rows) = map(_arranged, (before, after))
    if old_columns != new_columns:
        told.append(f"columns {', '.join(old_columns)} → {', '.join(new_columns)}")
    if old_rows != new_rows:
        places = zip(old_rows, new_rows, strict=True)
        number, (was, came) = next(
            (number, pair) for number, pair in enumerate(places, start=1) if pair[0] != pair[1]
        )
        told.append(f"row {number} was {' · '.join(was)}, is {' · '.join(came)}")
    return "; ".join(told)


def _arranged(figure: Figure) -> tuple[list[str], list[list[str]]]:
    """Put a figure's canonical data into the order in which readers get it."""
    header, *rows = csv.reader(io.StringIO(figure.csv))
    columns, _, places = figure.order.partition("/")
    order = [int(one) for one in columns.split()] or range(len(header))
    shown = [rows[int(one)] for one in places.split()] or rows
    return [header[one] for one in order], [[row[one] for one in order] for row in shown]


def _words(before: str, after: str) -> Iterator[str]:
    """Tell the difference between two texts, word by word."""
    old, new = before.split(), after.split()
    for what, start, end, now, then in SequenceMatcher(None, old, new, False).get_opcodes():
        was, came = " ".join(old[start:end]), " ".join(new[now:then])
        if what == "replace":
            yield f"{was} → {came}"
        elif what == "delete":
            yield f"“{was}” is gone"
        elif what == "insert":
            yield f"“{came}” is new"


def _facts(accepted: Record, made: Record, failed: frozenset[str]) -> Iterator[Outcome]:
    lost = _lost(accepted, "facts.csv")
    unknown = {id for kind, id in made.problems if kind == "fact"}
    for id in sorted(accepted.facts.keys() | made.facts.keys() | unknown):
        before, after = accepted.facts.get(id), made.facts.get(id)
        if before and after is None and before.chapter in failed:
            yield _missing("fact", id, before.chapter, failed)
        elif problem := made.problems.get(("fact", id)):
            yield Outcome("fact", id, FAILED, (problem,))
        elif lost:
            yield Outcome("fact", id, SKIPPED, (lost,))
        elif after is None:
            yield _missing("fact", id, before.chapter, failed)
        elif before is None:
            yield Outcome("fact", id, NEW, (f"new: {after.text}",))
        else:
            told = tuple(_fact(before, after))
            yield Outcome("fact", id, CHANGED if told else SAME, told)


def _fact(before: PrintedFact, after: PrintedFact) -> Iterator[str]:
    if before.text != after.text:
        yield f"{before.text} → {after.text}"
    elif (before.value, before.unit) != (after.value, after.unit):
        yield (f"value {before.value} {before.unit} → {after.value} {after.unit}, printed the same")
    if before.text == after.text and before.forms != after.forms:
        yield f"printed as {before.forms or before.text} → {after.forms or after.text}"
    if before.chapter != after.chapter:
        yield f"computed in {before.chapter or 'none'} → {after.chapter or 'none'}"
    old, new = Counter(before.pages.split()), Counter(after.pages.split())
    for page in sorted(old.keys() | new.keys()):
        if old[page] != new[page]:
            yield f"printed in the prose of {page}: {_times(old[page])} → {_times(new[page])}"


def _pages(accepted: Record, made: Record, failed: frozenset[str]) -> Iterator[Outcome]:
    lost = _lost(accepted, "pages.csv")
    for name in sorted(accepted.pages.keys() | made.pages.keys()):
        before, after = accepted.pages.get(name), made.pages.get(name)
        chapter = name.partition(":")[2]
        if lost:
            yield Outcome("page", name, SKIPPED, (lost,))
        elif chapter in failed:
            told = f"not made: chapters/{chapter}.ipynb failed"
            yield Outcome("page", name, SKIPPED, (told,))
        elif after is None:
            yield _missing("page", name, chapter, failed)
        elif before is None:
            yield Outcome("page", name, NEW, ("new",))
        elif before.sha256 != after.sha256:
            yield Outcome("page", name, CHANGED, tuple(_blocks(before, after)))
        else:
            yield Outcome("page", name)


def _blocks(before: PageText, after: PageText) -> Iterator[str]:
    """Tell which blocks of a page are not as accepted, by their words where they are known."""
    old, new = before.digests.split(), after.digests.split()
    for what, start, end, now, then in SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "equal":
            continue
        gone, came = end - start, range(now, then)
        if not came:
            yield f"{gone} of {before.count} blocks, from block {start + 1} on: gone"
        for number in came:
            state = "changed" if number - now < gone else "new"
            shown = f": “{_shortened(after.blocks[number])}”" if after.blocks else ""
            yield f"block {number + 1} of {after.count} is {state}{shown}"
        if came and gone > len(came):
            yield f"{gone - len(came)} more after block {then}: gone"


def _shortened(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]} …"


def _times(count: int) -> str:
    return {0: "not at all", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _parameters(accepted: Record, made: Record) -> Iterator[Outcome]:
    lost = _lost(accepted, "parameters.json")
    old, new = flat(accepted.parameters), flat(made.parameters)
    for name in sorted(old.keys() | new.keys()):
        if lost:
            yield Outcome("parameter", name, SKIPPED, (lost,))
        elif name not in new:
            yield Outcome("parameter", name, GONE, (f"accepted as {old[name]!r}, now gone",))
        elif name not in old:
            yield Outcome("parameter", name, NEW, (f"new: {new[name]!r}",))
        elif old[name] != new[name]:
            told = f"parameter {old[name]!r} → {new[name]!r}"
            yield Outcome("parameter", name, CHANGED, (told,))
        else:
            yield Outcome("parameter", name)


def flat(parameters: dict[str, dict]) -> dict[str, object]:
    """Name every parameter by its chapter: ``threats/prison-crisis:first_year``."""
    return {
        f"{chapter}:{name}": value
        for chapter, given in parameters.items()
        for name, value in given.items()
    }


def _data(accepted: Record, made: Record) -> Iterator[Outcome]:
    lost = _lost(accepted, "data.csv")
    for name in sorted(accepted.data.keys() | made.data.keys()):
        before, after = accepted.data.get(name), made.data.get(name)
        if lost:
            yield Outcome("data", name, SKIPPED, (lost,))
        elif after is None:
            yield Outcome("data", name, GONE, ("accepted, but no longer in the data package",))
        elif before is None:
            yield Outcome("data", name, NEW, ("new",))
        elif before.sha256 != after.sha256:
            yield Outcome("data", name, CHANGED, (_data_told(before, after),))
        else:
            yield Outcome("data", name)


def _data_told(before: Data, after: Data) -> str:
    count = f", {before.rows} rows → {after.rows}" if before.rows != after.rows else ""
    return f"content differs{count} (SHA-256 {before.sha256[:8]} → {after.sha256[:8]})"
