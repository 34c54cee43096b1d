"""Verification: the whole book executed from nothing, and held against what was accepted."""

import shutil
import time

from helpers import paths
from helpers.engine.build import check
from helpers.engine.execute import pool
from helpers.engine.pages import chapters as chapters_module
from helpers.engine.progress import Progress
from helpers.engine.state import bytecode, fingerprints
from helpers.engine.state.disk_errors import unwritable
from helpers.engine.state.lock import build_lock
from helpers.engine.verify import baseline, report
from helpers.engine.verify.compare import compare
from helpers.engine.verify.outcomes import FAILED, Outcome, Verification
from helpers.errors import BookError

MADE = paths.VERIFICATION / "made"  # what the last verification made, ready to be accepted
MADE_FROM = paths.VERIFICATION / "inputs"  # and the digest of what it was made from


def verify(*, workers: int | None = None, progress: Progress | None = None) -> Verification:
    """Execute the whole book from nothing, compare it, and write the report.

    Nothing that a build has kept is used; sources and the published book are not touched.

    Raises
    ------
    BookError
        When the build folder cannot be written. What is wrong with the book is in the outcomes.
    """
    begun = time.monotonic()
    with build_lock():
        bytecode.drop_outdated()
        found = _verify(workers, progress or Progress())
        found.seconds = time.monotonic() - begun
        _keep(found)
        report.write(found)
    return found


def _verify(workers: int | None, progress: Progress) -> Verification:
    try:
        pages = check()
        chapters = [page for page in pages if page.is_notebook]
        parameters = chapters_module.parameters(chapters)
    except BookError as error:
        return Verification(_refused(error))
    jobs = pool.jobs_for(chapters, parameters, chapters_module.timeouts(chapters))
    results = []
    with progress.steps("Executing chapters", len(jobs)) as advance:
        for result in pool.run(jobs, workers=workers):
            results.append(result)
            advance(result.name)
    begun = time.monotonic()
    from helpers.engine.verify.record import record

    accepted = baseline.read()
    try:
        made = record(pages, parameters, results, accepted)
    except BookError as error:  # of what directives publish by themselves
        return Verification(_refused(error))
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
        pool.require_success([result])
    except BookError as error:
        where = f"chapters/{result.name}.ipynb"
        told = tuple(one.removeprefix(where).lstrip(",: ") for one in error.problems)
        return Outcome("chapter", where, FAILED, told)
    return Outcome("chapter", f"chapters/{result.name}.ipynb")


def _refused(error: BookError) -> list[Outcome]:
    return [Outcome("input", _place(one), FAILED, (_rest(one),)) for one in error.problems]


def _place(problem: str) -> str:
    return problem.partition(": ")[0]


def _rest(problem: str) -> str:
    return problem.partition(": ")[2] or problem


def _keep(found: Verification) -> None:
    """Keep what was made, to be accepted; of a book with problems nothing is to be accepted."""
    try:
        MADE_FROM.unlink(missing_ok=True)
        if not found.made.problems and found.made.data:
            baseline.write(found.made, MADE)
            MADE_FROM.write_text(inputs(), encoding="utf-8")
        else:
            shutil.rmtree(MADE, ignore_errors=True)
    except OSError as error:
        raise unwritable(paths.VERIFICATION, error) from None


def inputs() -> str:
    """Digest what verification depends on; the baseline is not of it."""
    return fingerprints.of_files([paths.TOC, *fingerprints.project_files()])
