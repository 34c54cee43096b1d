"""Verification: the whole book executed from nothing, and held against what was accepted."""

import json
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field, replace

from helpers import paths
from helpers.errors import BookError, nearest
from helpers.publishing import baseline, digests, execution
from helpers.publishing import chapters as chapters_module
from helpers.publishing.baseline import Record
from helpers.publishing.build import check
from helpers.publishing.compare import FAILED, SAME, SKIPPED, Outcome, compare
from helpers.publishing.lock import build_lock
from helpers.publishing.progress import Progress

MADE = paths.VERIFICATION / "made"  # what the last verification made, ready to be accepted
MADE_FROM = paths.VERIFICATION / "inputs"  # and the digest of what it was made from


@dataclass
class Verification:
    """What a verification found.

    Attributes
    ----------
    outcomes : list of Outcome
        One a chapter, figure, table, fact, parameter and file of data.
    made : Record
        What the book came out as.
    seconds, comparing : float
        Time taken in all, and by the comparison.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    made: Record = field(default_factory=Record)
    seconds: float = 0.0
    comparing: float = 0.0

    @property
    def differing(self) -> list[Outcome]:
        """What is not as accepted, but for what is so for a reason told elsewhere."""
        return [one for one in self.outcomes if one.state not in {SAME, SKIPPED}]

    @property
    def passed(self) -> bool:
        """Whether everything is as accepted."""
        return all(one.state == SAME for one in self.outcomes)

    @property
    def counts(self) -> dict[str, Counter]:
        """How many of each kind there are in each state."""
        found: dict[str, Counter] = {}
        for one in self.outcomes:
            found.setdefault(one.kind, Counter())[one.state] += 1
        return found


def verify(*, workers: int | None = None, progress: Progress | None = None) -> Verification:
    """Execute the whole book from nothing, compare it, and write the report.

    Nothing that a build has kept is used; sources and the published book are not touched.

    Raises
    ------
    BookError
        When the build folder cannot be written. What is wrong with the book is in the outcomes.
    """
    from helpers.publishing import verify_report

    begun = time.monotonic()
    with build_lock():
        found = _verify(workers, progress or Progress())
        found.seconds = time.monotonic() - begun
        _keep(found)
        verify_report.write(found)
    return found


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


def _verify(workers: int | None, progress: Progress) -> Verification:
    try:
        pages = check()
        chapters = [page for page in pages if page.is_notebook]
        parameters = chapters_module.parameters(chapters)
    except BookError as error:
        return Verification(
            [Outcome("input", _place(one), FAILED, (_rest(one),)) for one in error.problems]
        )
    jobs = execution.jobs_for(chapters, parameters, chapters_module.timeouts(chapters))
    results = []
    with progress.steps("Executing chapters", len(jobs)) as advance:
        for result in execution.run(jobs, workers=workers):
            results.append(result)
            advance(result.name)
    begun = time.monotonic()
    from helpers.publishing.verify_record import record

    accepted = baseline.read()
    made = record(pages, parameters, results, accepted)
    outcomes = [_chapter(one) for one in sorted(results, key=lambda one: one.name)]
    failed = frozenset(one.name for one in results if one.failure)
    for one in outcomes:
        if one.state == FAILED:
            made.problems["chapter", one.name] = str(one)
    outcomes += compare(accepted, made, failed)
    return Verification(outcomes, made, comparing=time.monotonic() - begun)


def _chapter(result) -> Outcome:
    """Tell how a chapter's execution went."""
    try:
        execution.require_success([result])
    except BookError as error:
        where = f"chapters/{result.name}.ipynb"
        told = tuple(one.removeprefix(where).lstrip(",: ") for one in error.problems)
        return Outcome("chapter", where, FAILED, told)
    return Outcome("chapter", f"chapters/{result.name}.ipynb")


def _place(problem: str) -> str:
    return problem.partition(": ")[0]


def _rest(problem: str) -> str:
    return problem.partition(": ")[2] or problem


def _keep(found: Verification) -> None:
    """Keep what was made for `accept`; of a book with problems nothing is to be accepted."""
    try:
        MADE_FROM.unlink(missing_ok=True)
        if not found.made.problems and found.made.data:
            baseline.write(found.made, MADE)
            MADE_FROM.write_text(_inputs(), encoding="utf-8")
        else:
            shutil.rmtree(MADE, ignore_errors=True)
    except OSError as error:
        raise baseline.unwritable(paths.VERIFICATION, error) from None


def _kept() -> Record | None:
    """Read what the last verification made, if it was made from what is there now."""
    try:
        if MADE_FROM.read_text(encoding="utf-8") != _inputs():
            return None
    except OSError:
        return None
    made = baseline.read(MADE)
    return None if made.problems else made


def _inputs() -> str:
    """Digest of what verification depends on; the baseline is not of it."""
    return digests.of_files([paths.TOC, *digests.project_files()])


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
