"""Accepting: what the book came out as takes the place of what was accepted before."""

import json
from dataclasses import replace

from helpers import paths
from helpers.engine.progress import Progress
from helpers.engine.verify import baseline
from helpers.engine.verify.baseline import Record
from helpers.engine.verify.compare import compare
from helpers.engine.verify.outcomes import FAILED, SAME, Outcome
from helpers.engine.verify.verification import MADE, MADE_FROM, inputs, verify
from helpers.errors import BookError, nearest


def accept(ids: list[str], *, progress: Progress | None = None) -> list[Outcome]:
    """Take over what the book came out as, for the given ids or for everything that differs.

    What the last verification made is taken when nothing has changed since; else the book is
    verified first.

    Returns
    -------
    list of Outcome
        What was taken over.

    Raises
    ------
    BookError
        When something could not be made, an id is unknown, or the disk cannot be written.
    """
    accepted = baseline.read()
    made = _kept() or _verified(progress)
    outcomes = compare(accepted, made)
    known = {one.name for one in outcomes if one.kind != "baseline"}
    if unknown := [id for id in ids if id not in known]:
        raise BookError(
            [
                f"{id!r}: nothing of that name is in the book or its baseline.{nearest(id, known)}"
                for id in unknown
            ]
        )
    lost = [told for (_, name), told in accepted.problems.items() if name not in ids]
    if ids and lost:  # what cannot be read cannot be left as it was
        raise BookError(lost)
    taken = [
        one
        for one in outcomes
        if one.state != SAME and one.kind != "baseline" and (not ids or one.name in ids)
    ]
    if taken or accepted.problems:
        baseline.write(_merged(accepted, made, set(ids)) if ids else made, paths.BASELINE)
    return taken


def _kept() -> Record | None:
    """Read what the last verification made, if it was made from what is there now."""
    try:
        if MADE_FROM.read_text(encoding="utf-8") != inputs():
            return None
    except OSError:
        return None
    made = baseline.read(MADE)
    return None if made.problems else made


def _verified(progress: Progress | None) -> Record:
    found = verify(progress=progress)
    failed = [one for one in found.outcomes if one.state == FAILED and one.kind != "baseline"]
    if found.made.problems or not found.made.data:
        raise BookError([*map(str, failed), "Nothing was accepted: mend this first."])
    return found.made


def _merged(accepted: Record, made: Record, ids: set[str]) -> Record:
    """Take over the things of these ids and leave the others as they were accepted."""
    merged = replace(accepted, problems={})
    for name, _, _ in baseline.INDEXES:
        before, now = getattr(accepted, name), getattr(made, name)
        kept = {id: one for id, one in before.items() if id not in ids}
        setattr(merged, name, kept | {id: one for id, one in now.items() if id in ids})
    merged.parameters = json.loads(json.dumps(accepted.parameters))
    for chapter in accepted.parameters.keys() | made.parameters.keys():
        before, now = accepted.parameters.get(chapter, {}), made.parameters.get(chapter, {})
        for name in before.keys() | now.keys():
            if f"{chapter}:{name}" in ids:
                given = merged.parameters.setdefault(chapter, {})
                given.pop(name, None)
                given |= {name: now[name]} if name in now else {}
    return merged
