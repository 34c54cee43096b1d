"""Building the book: check, execute, compile, typeset, publish."""

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass

from helpers import paths
from helpers.engine.compile.workspace import Workspace
from helpers.engine.pages import chapters as chapters_module
from helpers.engine.pages.chapters import Page
from helpers.engine.progress import Progress
from helpers.engine.publication import Publication
from helpers.engine.state import disk_errors, fingerprints
from helpers.engine.state.lock import build_lock
from helpers.errors import BookError

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
    with disk_errors.errors_in_words(), build_lock():
        before = Publication.read()
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
    from helpers.engine.pages import configuration, prose

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
        for file in fingerprints.project_files()
        if file.is_relative_to(paths.DATA) or file.is_relative_to(code)
    ]
    now = fingerprints.of_files([*looked_at, paths.BIBLIOGRAPHY])
    if CHECKED.is_file() and CHECKED.read_text(encoding="ascii") == now:
        return []
    problems = contract.check()
    if not problems:
        with suppress(OSError):  # it only saves time
            CHECKED.parent.mkdir(parents=True, exist_ok=True)
            CHECKED.write_text(now, encoding="ascii")
    return problems


def _build(before, pdf, workers, scheduler, progress) -> Report:
    from helpers.engine import publication
    from helpers.engine.compile import compiler as compiling
    from helpers.engine.compile import staging
    from helpers.engine.execute.cache import Executions
    from helpers.engine.execute.scheduler import execute_stale
    from helpers.engine.state import bytecode

    shutil.rmtree(SCRATCH, ignore_errors=True)
    bytecode.drop_outdated()
    # Before anything is read: what changes from here on is found changed by the next build.
    inputs, read = fingerprints.of_inputs(), fingerprints.Snapshot()
    with compiling.Compilers(pdf) as compilers:  # they start up while chapters execute
        pages = check()
        chapters = [page for page in pages if page.is_notebook]
        parameters = chapters_module.parameters(chapters)
        executions = Executions()
        executed = execute_stale(
            chapters,
            parameters,
            executions,
            read,
            workers=workers,
            scheduler=scheduler,
            progress=progress,
        )
        executions.prune(chapters)

        workspace = Workspace(paths.WORK / "compile")
        publication.take_up(workspace)
        if before.made_with != compiling.made_with(before.made_with, read):
            workspace.clear()
            before = Publication()
        staging.gather(chapters, executions, workspace.bundles)
        staging.stage(pages, executions, workspace.stage)
        with progress.steps("Compiling", 2 if pdf else 1) as advance:
            made = compilers.compile(workspace, parameters, before.typeset, advance)
    _require_pages(workspace, pages)
    report = Report(
        executed=executed,
        chapters=len(chapters),
        figures=len(list((workspace.bundles / "figures").glob("*.json"))),
        facts=len(list((workspace.bundles / "facts").glob("*.json"))),
        written=len(made.written),
        pages=made.pages,
    )
    looked_at = executions.looked_at(chapters).items()
    record = Publication(
        inputs=inputs,
        others={name: one for name, one in looked_at if not name.startswith(fingerprints.FOLDERS)},
        made_with=compiling.made_with([*made.code, *before.made_with], read),
        typeset=made.typeset,
        report=vars(report),
    )
    if (
        fingerprints.of_inputs() != inputs
    ):  # saved while pages were made, some before, some after it
        record.made_with = {}  # so that the next build makes all of them anew
    publication.publish(workspace, record)
    return report


def _require_pages(workspace: Workspace, pages: list[Page]) -> None:
    """Make sure that every page came out before the book takes the earlier one's place."""
    missing = [one.name for one in pages if not (workspace.html / f"{one.name}.html").is_file()]
    if missing:
        raise BookError(
            f"no page came out of {', '.join(missing)}, though nothing complained. The published "
            "book is as it was. Delete _build/work/ and build again."
        )
