"""Building the book: check, execute, compile, typeset, publish."""

import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass

from helpers import paths
from helpers.errors import BookError
from helpers.publishing import chapters as chapters_module
from helpers.publishing import digests
from helpers.publishing.chapters import Page
from helpers.publishing.lock import build_lock
from helpers.publishing.progress import Progress
from helpers.publishing.publication import Record
from helpers.publishing.workshop import Workshop

SCRATCH = paths.WORK / "scratch"  # where executing chapters write
CHECKED = paths.WORK / "checked"  # what the data was when it last held to its contract


@dataclass
class Report:
    """What a build made.

    Attributes
    ----------
    executed, chapters, figures, facts : int
        Chapters executed now, and chapters, figures and facts of the whole book.
    written, pages : int
        HTML pages written now; pages of the PDF, 0 when there is none.
    seconds : float
        Time taken.
    notice : str
        Why there is no PDF.
    unchanged : bool
        Nothing had changed, so nothing was done.
    """

    executed: int = 0
    chapters: int = 0
    figures: int = 0
    facts: int = 0
    written: int = 0
    pages: int = 0
    seconds: float = 0.0
    notice: str = ""
    unchanged: bool = False


def build(
    *,
    pdf: bool = True,
    workers: int | None = None,
    scheduler: str = "",
    progress: Progress | None = None,
) -> Report:
    """Bring the published book up to date with its sources.

    Parameters
    ----------
    pdf : bool
        Make the PDF too.
    workers : int, optional
        Chapters to execute at a time; by default one a core.
    scheduler : str
        Address of a Dask scheduler on whose workers to execute.

    Raises
    ------
    BookError
        When anything is wrong with the input. The published book stays as it was.
    """
    begun = time.monotonic()
    progress = progress or Progress()
    with _disk_errors_in_words(), build_lock():
        before = Record.read()
        if before.is_current(pdf):
            report = Report(**{**before.report, "unchanged": True, "executed": 0, "written": 0})
        else:
            report = _build(before, pdf, workers, scheduler, progress)
    report.seconds = time.monotonic() - begun
    return report


def check() -> list[Page]:
    """Check all input that can be checked before anything runs; return the pages.

    Raises
    ------
    BookError
        With all problems found.
    """
    from helpers.publishing import configuration, prose

    pages = chapters_module.pages()
    if problems := [problem for page in pages for problem in page.problems]:
        raise BookError(problems)
    problems = configuration.problems()
    problems += _check_data()
    problems += prose.typed_numbers(pages)
    try:
        chapters_module.parameters([page for page in pages if page.is_notebook])
    except BookError as error:
        problems += error.problems
    if problems:
        raise BookError(problems)
    return pages


def _check_data() -> list[str]:
    """Hold the data to its contract, unless it is the same as when it last held."""
    from helpers.evidence import contract

    code = paths.SOURCE / "helpers" / "evidence"
    looked_at = [
        file
        for file in digests.project_files()
        if file.is_relative_to(paths.DATA) or file.is_relative_to(code)
    ]
    now = digests.of_files([*looked_at, paths.BIBLIOGRAPHY])
    if CHECKED.is_file() and CHECKED.read_text(encoding="ascii") == now:
        return []
    problems = contract.check()
    if not problems:
        CHECKED.parent.mkdir(parents=True, exist_ok=True)
        CHECKED.write_text(now, encoding="ascii")
    return problems


@contextmanager
def _disk_errors_in_words():
    """Say what a disk refuses as a person's mistake is told: without a traceback."""
    try:
        yield
    except OSError as error:
        where = f"{paths.relative(error.filename)}: " if error.filename else ""
        why = error.strerror or str(error.args[0][0][-1])  # shutil tells several at once
        raise BookError(
            f"{where}{why.lower()}. The published book is as it was. Free some space, or make the "
            "folder writable, and build again: what is finished is kept."
        ) from None


def _build(before, pdf, workers, scheduler, progress) -> Report:
    from helpers.publishing import compile as compiling
    from helpers.publishing import publication, staging
    from helpers.publishing.cache import Executions

    shutil.rmtree(SCRATCH, ignore_errors=True)
    # Before anything is read: what changes from here on is found changed by the next build.
    inputs, read = digests.of_inputs(), digests.Snapshot()
    with compiling.Compilers(pdf) as compilers:  # they start up while chapters execute
        pages = check()
        chapters = [page for page in pages if page.is_notebook]
        parameters = chapters_module.parameters(chapters)
        executions = Executions()
        executed = execute_stale(
            chapters,
            parameters,
            executions,
            workers,
            scheduler=scheduler,
            progress=progress,
            read=read,
        )
        executions.prune(chapters)

        workshop = Workshop(paths.WORK / "compile")
        publication.take_up(workshop)
        if before.made_with != compiling.made_with(before.made_with, read):
            workshop.clear()
            before = Record()
        staging.gather(chapters, executions, workshop.bundles)
        staging.stage(pages, executions, workshop.stage)
        with progress.steps("Compiling", 2 if pdf else 1) as advance:
            made = compilers.compile(workshop, parameters, before.typeset, advance)
    came_out = len(list(workshop.html.rglob("*.html")))
    if came_out < len(pages):
        raise BookError(
            f"only {came_out} of {len(pages)} pages came out; the book stays as it was."
        )
    report = Report(
        executed=executed,
        chapters=len(chapters),
        figures=len(list((workshop.bundles / "figures").glob("*.json"))),
        facts=len(list((workshop.bundles / "facts").glob("*.json"))),
        written=len(made.written),
        pages=made.pages,
        notice=made.notice,
    )
    looked_at = executions.looked_at(chapters).items()
    record = Record(
        inputs=inputs,
        others={name: one for name, one in looked_at if not name.startswith(digests.FOLDERS)},
        made_with=compiling.made_with(made.code, read),
        typeset=made.typeset,
        report=vars(report),
    )
    publication.publish(workshop, record)
    return report


def execute_stale(
    chapters, parameters, executions, workers=None, *, scheduler="", progress=None, read=None
) -> int:
    """Execute the chapters whose kept results are not fresh; return how many there were.

    Parameters
    ----------
    read : digests.Snapshot, optional
        The project's files as they were before anything else.

    Raises
    ------
    BookError
        With every failure. The results of those that succeeded are kept.
    """
    stale = [one for one in chapters if executions.reasons(one, parameters[one.name])]
    if not stale:
        return 0
    from helpers.publishing import execution

    known = {one.name: executions.entry(one) for one in stale}
    seconds = {name: entry.record["seconds"] if entry else 0 for name, entry in known.items()}
    # The slowest first, and those never timed before all: so the last to end ends soonest.
    stale.sort(key=lambda one: -(seconds[one.name] or float("inf")))
    read, progress = read or digests.Snapshot(), progress or Progress()
    memory = {name: entry.record["peak"] for name, entry in known.items() if entry}
    jobs = execution.jobs_for(stale, parameters, chapters_module.timeouts(stale), memory)
    by_name = {one.name: one for one in stale}
    failed = []
    expected = sum(seconds.values()) / (workers or execution.cores())
    with progress.steps("Executing chapters", len(stale), expected) as advance:
        if scheduler:
            from helpers.publishing.remote import run_on

            results = run_on(scheduler, jobs)
        else:
            results = execution.run(jobs, workers=workers)
        for result in results:
            if result.failure or result.outside:
                failed.append(result)
            else:
                chapter = by_name[result.name]
                executions.keep(chapter, parameters[chapter.name], result, read)
            advance(result.name)
    execution.require_success(failed)
    return len(stale)
