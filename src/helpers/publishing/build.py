"""Building the book: check, execute, compile, typeset, publish."""

import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.errors import BookError
from helpers.publishing import chapters as chapters_module
from helpers.publishing import digests
from helpers.publishing.chapters import Page
from helpers.publishing.lock import build_lock
from helpers.publishing.progress import Progress

STATE = paths.WORK / "state.json"


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
    with build_lock():
        state = _State.read()
        inputs = inputs_digest()
        if state.is_current(inputs, pdf):
            report = Report(**{**state.report, "unchanged": True, "executed": 0, "written": 0})
        else:
            report = _build(state, inputs, pdf, workers, scheduler, progress)
    report.seconds = time.monotonic() - begun
    return report


def check() -> list[Page]:
    """Check all input that can be checked before anything runs; return the pages.

    Raises
    ------
    BookError
        With all problems found.
    """
    from helpers.evidence import contract
    from helpers.publishing import prose

    pages = chapters_module.pages()
    problems = []
    for page in pages:
        try:
            if page.is_notebook:
                _ = page.notebook
        except BookError as error:
            problems += error.problems
    if problems:
        raise BookError(problems)
    for look in (contract.check, lambda: prose.typed_numbers(pages)):
        problems += look()
    try:
        chapters_module.parameters([page for page in pages if page.is_notebook])
    except BookError as error:
        problems += error.problems
    if problems:
        raise BookError(problems)
    return pages


def inputs_digest() -> str:
    """Digest of every file that the book is made from, and of the environment."""
    files = [paths.CONFIG, paths.TOC, paths.CITATION, paths.LOCK]
    for folder in (paths.CHAPTERS, paths.DATA, paths.SOURCE):
        files += sorted(
            Path(root) / name
            for root, folders, names in os.walk(folder)
            if not folders.sort() and "__pycache__" not in root and ".egg-info" not in root
            for name in names
        )
    told = [f"{paths.relative(file)} {digests.of_file(file)}" for file in files]
    return digests.of_bytes("\n".join([*told, digests.of_environment()]).encode())


@dataclass
class _State:
    """What the last complete build was made from, and whether compiling was cut short since."""

    inputs: str = ""
    pdf: bool = False
    compiling: bool = False
    report: dict | None = None

    @classmethod
    def read(cls) -> "_State":
        try:
            return cls(**json.loads(STATE.read_text(encoding="utf-8")))
        except (FileNotFoundError, json.JSONDecodeError, TypeError):
            return cls(compiling=True)

    def write(self) -> None:
        STATE.parent.mkdir(parents=True, exist_ok=True)
        temporary = STATE.with_suffix(".new")
        temporary.write_text(json.dumps(vars(self), indent=1), encoding="utf-8")
        os.replace(temporary, STATE)

    def is_current(self, inputs: str, pdf: bool) -> bool:
        return (
            not self.compiling
            and self.inputs == inputs
            and (self.pdf or not pdf)
            and (paths.HTML / "index.html").is_file()
            and (paths.PDF.is_file() or not self.pdf)
        )


def _build(state, inputs, pdf, workers, scheduler, progress) -> Report:
    from helpers.publishing import compile as compiling
    from helpers.publishing import pdf as printing
    from helpers.publishing import staging
    from helpers.publishing.cache import Executions
    from helpers.publishing.publication import publish

    pages = check()
    chapters = [page for page in pages if page.is_notebook]
    parameters = chapters_module.parameters(chapters)
    executions = Executions()
    executed = execute_stale(chapters, parameters, executions, workers, scheduler, progress)
    executions.prune(chapters)

    workshop = compiling.Workshop(paths.WORK / "compile")
    if state.compiling:  # a build was cut short: what Sphinx had half-written is not to be trusted
        shutil.rmtree(workshop.folder, ignore_errors=True)
    _State(compiling=True).write()
    staging.gather(chapters, executions, workshop.bundles)
    staging.stage(pages, executions, workshop.stage)

    report = Report(executed=executed, chapters=len(chapters))
    with progress.steps("Compiling", 2 if pdf else 1) as advance:
        report.written = compiling.compile_pages(workshop, "html", parameters)
        made = len(list(workshop.html.rglob("*.html")))
        if made < len(pages):
            raise BookError(f"only {made} pages came out of {len(pages)}; the book stays as it was.")
        advance("pages")
        if pdf:
            try:
                printing.require()
                compiling.compile_pages(workshop, "singlehtml", parameters)
                report.pages = printing.write(
                    workshop.single, workshop.folder / "book.pdf", chapters_module.parts()
                )
            except printing.PdfUnavailable as error:
                report.notice = str(error)
            advance("PDF")
    figures = list((workshop.bundles / "figures").glob("*.json"))
    report.figures = len(figures)
    report.facts = len(list((workshop.bundles / "facts").glob("*.json")))
    publish(workshop.html, workshop.folder / "book.pdf" if report.pages else None)
    _State(inputs, bool(report.pages), False, vars(report)).write()
    return report


def execute_stale(chapters, parameters, executions, workers, scheduler, progress) -> int:
    """Execute the chapters whose kept results are not fresh; return how many there were.

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
    read = _project_digests()
    jobs = execution.jobs_for(stale, parameters, chapters_module.timeouts(stale))
    by_name = {one.name: one for one in stale}
    failed = []
    expected = sum(seconds.values()) / (workers or os.cpu_count() or 1)
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


def _project_digests() -> dict[str, str]:
    """Digests of everything that a chapter may read, before any chapter reads it."""
    files = [
        file
        for folder in (paths.DATA, paths.SOURCE / "helpers")
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    ]
    return {paths.relative(file): digests.of_input(file) for file in files}
