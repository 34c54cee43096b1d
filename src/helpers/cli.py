"""The command ``book``: thin. Each command calls one function and prints what it returns."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from helpers.errors import BookError

app = typer.Typer(
    name="book",
    help="Build, check and verify the book.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
check_app = typer.Typer(help="Check input without building.", no_args_is_help=True)
app.add_typer(check_app, name="check")


@app.command()
def build(
    jobs: Annotated[
        int, typer.Option(min=0, help="Chapters to execute at a time; 0: one a core.")
    ] = 0,
    pdf: Annotated[bool, typer.Option(help="Make the PDF too.")] = True,
    scheduler: Annotated[
        str, typer.Option(help="Execute on the workers of this Dask scheduler.")
    ] = "",
) -> None:
    """Bring the book in _build/ up to date."""
    from helpers.publishing.build import build as run

    report = run(pdf=pdf, workers=jobs or None, scheduler=scheduler)
    if report.notice:
        print(report.notice)
    print(closing_line(report))


def closing_line(report) -> str:
    """Say what was made, where, and how much of it."""
    done = (
        "Nothing has changed"
        if report.unchanged
        else f"Executed {report.executed}, wrote {report.written} pages in {report.seconds:.1f} s"
    )
    pdf = f" and _build/book.pdf ({report.pages} pages)" if report.pages else ""
    return (
        f"{done}: _build/html/index.html{pdf}; {report.chapters} chapters, "
        f"{report.figures} figures and tables, {report.facts} computed values."
    )


@check_app.command("data")
def check_data() -> None:
    """Hold every table of data/ to its contract."""
    from helpers.evidence import contract, package

    if problems := contract.check():
        raise BookError(problems)
    print(f"data/: {len(package.tables())} tables hold to their contract.")


@check_app.command("pages")
def check_pages() -> None:
    """Check contents list, notebooks, parameters and prose."""
    from helpers.publishing.build import check

    print(f"{len(check())} pages, no problem found.")


@app.command()
def status() -> None:
    """List the chapters: fresh or not, and why."""
    from helpers.publishing import chapters as module
    from helpers.publishing.cache import Executions

    chapters = module.notebooks()
    parameters = module.parameters(chapters)
    executions = Executions()
    width = max(len(one.name) for one in chapters)
    for chapter in chapters:
        entry = executions.entry(chapter)
        reasons = executions.reasons(chapter, parameters[chapter.name])
        told = "; ".join(reasons) if reasons else "fresh"
        cost = ""
        if entry:
            cost = f"{entry.record['seconds']:5.1f} s {entry.record['peak'] // 1024:5} MiB"
        print(f"{chapter.name:{width}}  {cost:15}  {told}")


@app.command()
def sources(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Holds the five source texts.")
    ],
) -> None:
    """Find every number at its line in the source texts."""
    from helpers.evidence.sources import find_literals

    search = find_literals(folder)
    if search.problems:
        raise BookError(list(search.problems))
    print(f"{search.found} literals, each found at its line.")


@app.command()
def verify(
    jobs: Annotated[
        int, typer.Option(min=0, help="Chapters to execute at a time; 0: one a core.")
    ] = 0,
) -> None:
    """Execute everything from nothing and compare it with what was accepted."""
    from helpers.publishing import verify as module
    from helpers.publishing import verify_report

    found = module.verify(workers=jobs or None)
    for line in verify_report.terminal(found):
        print(line)
    if not found.passed:
        raise typer.Exit(1)


@app.command()
def accept(
    ids: Annotated[
        list[str] | None, typer.Argument(help="What to take over; nothing: all.")
    ] = None,
) -> None:
    """Take over what verify found to differ; git then shows what was accepted."""
    from helpers.publishing import verify as module
    from helpers.publishing import verify_report

    taken = module.accept(ids or [])
    if not taken:
        print("Nothing to accept: all comes out as accepted.")
        return
    for one in taken:
        for told in verify_report.shortened(one.told):
            print(f"{one.name}: {told}")
    print(f"Accepted: {verify_report.counted(taken)}. tests/baseline/ holds it; commit it.")


@app.command()
def reproducible() -> None:
    """Build twice from clean, apart, and compare every byte of the two books."""
    from helpers.publishing.reproduce import reproduce

    made = reproduce()
    print(made.manifest, end="")
    print(f"{len(made.digests)} files, the same bytes in both builds; _build/manifest.sha256")


@app.command()
def clean() -> None:
    """Delete everything that was built."""
    import shutil

    from helpers import paths

    shutil.rmtree(paths.BUILD, ignore_errors=True)


def main() -> None:
    """Run the command; tell a person's mistake in words, without a traceback."""
    try:
        app(prog_name="book")
    except BookError as error:
        count = len(error.problems)
        print(f"{count} problem{'s' if count > 1 else ''}:", file=sys.stderr)
        for problem in error.problems:
            print(f"- {problem}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("Interrupted; the published book is as it was.", file=sys.stderr)
        sys.exit(130)
