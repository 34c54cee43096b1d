"""Comparing what the book came out as with what was accepted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from helpers.publishing import compare_pictures, compare_rows
from helpers.publishing.baseline import Data, Figure, PageText, PrintedFact, Record

SAME, CHANGED, NEW, GONE, FAILED, SKIPPED = "same", "changed", "new", "gone", "failed", "skipped"


@dataclass(frozen=True)
class Outcome:
    """How one thing came out.

    Attributes
    ----------
    kind : str
        ``chapter``, ``figure``, ``table``, ``fact``, ``parameter``, ``data``, ``page``; or
        ``baseline`` and ``input`` for what could not be read.
    name : str
        Its id; by it a person accepts it.
    state : str
        ``same``, ``changed``, ``new``, ``gone``; ``failed`` when it could not be made or compared,
        ``skipped`` when something told elsewhere is the reason.
    told : tuple of str
        What differs, in words.
    before, after : Figure, optional
        What was accepted and what came out, of figures and tables.
    """

    kind: str
    name: str
    state: str = SAME
    told: tuple[str, ...] = ()
    before: Figure | None = None
    after: Figure | None = None

    def __str__(self):
        return "\n".join(f"{self.name}: {one}" for one in self.told)


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
        *_parameters(accepted, made),
        *_data(accepted, made),
        *_pages(accepted, made),
    ]


def _unreadable(accepted: Record) -> Iterator[Outcome]:
    for (kind, name), told in accepted.problems.items():
        if kind == "baseline":
            yield Outcome(kind, name, FAILED, (told.removeprefix(f"{name}: "),))


def _lost(accepted: Record, index: str) -> str:
    """Why it cannot be known what was accepted of a kind; empty when it can."""
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
        yield "the same rows in another order"
    yield from (f"caption, {one}" for one in _sequence(before.caption, after.caption))
    if before.words != after.words and before.caption == after.caption:
        yield f"caption: {_words(before.words, after.words)}"
    if before.alt != after.alt:
        yield f"alt text: {_words(before.alt, after.alt)}"
    if before.chapter != after.chapter:
        yield f"made in chapters/{before.chapter}.ipynb → chapters/{after.chapter}.ipynb"


def _sequence(before: str, after: str) -> Iterator[str]:
    """Tell the difference between two sequences of facts."""
    old, new = before.split(), after.split()
    for what, start, end, now, then in SequenceMatcher(None, old, new, False).get_opcodes():
        was, came = ", ".join(old[start:end]), ", ".join(new[now:then])
        if what == "replace":
            yield f"fact {was} → {came}"
        elif what == "delete":
            yield f"fact {was} is gone"
        elif what == "insert":
            yield f"fact {came} is new"


def _words(before: str, after: str) -> str:
    """Tell the first words that differ between two texts."""
    old, new = before.split(), after.split()
    for what, start, end, now, then in SequenceMatcher(None, old, new, False).get_opcodes():
        if what != "equal":
            was, came = " ".join(old[start:end][:12]), " ".join(new[now:then][:12])
            return f"“{was}” → “{came}”"
    return "the same"


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
    if before.chapter != after.chapter:
        yield f"computed in {before.chapter or 'none'} → {after.chapter or 'none'}"
    old, new = Counter(before.pages.split()), Counter(after.pages.split())
    for page in sorted(old.keys() | new.keys()):
        if old[page] != new[page]:
            yield f"printed in the prose of {page}: {_times(old[page])} → {_times(new[page])}"


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
    lost, gone = _lost(accepted, "data.csv"), "accepted, but no longer in the data package"
    return _digests("data", accepted.data, made.data, lost=lost, gone=gone, told=_data_told)


def _data_told(before: Data, after: Data) -> str:
    count = f", {before.rows} rows → {after.rows}" if before.rows != after.rows else ""
    return f"content differs{count} (SHA-256 {before.sha256[:8]} → {after.sha256[:8]})"


def _pages(accepted: Record, made: Record) -> Iterator[Outcome]:
    lost, gone = _lost(accepted, "pages.csv"), "accepted, but no longer in the book"
    return _digests("page", accepted.pages, made.pages, lost=lost, gone=gone, told=_page_told)


def _page_told(before: PageText, after: PageText) -> str:
    return f"words differ (SHA-256 {before.sha256[:8]} → {after.sha256[:8]})"


def _digests(kind: str, old: dict, new: dict, *, lost: str, gone: str, told) -> Iterator[Outcome]:
    """Compare things that are kept as digests only; `told` says how two of them differ."""
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if lost:
            yield Outcome(kind, name, SKIPPED, (lost,))
        elif after is None:
            yield Outcome(kind, name, GONE, (gone,))
        elif before is None:
            yield Outcome(kind, name, NEW, ("new",))
        elif before.sha256 != after.sha256:
            yield Outcome(kind, name, CHANGED, (told(before, after),))
        else:
            yield Outcome(kind, name)
