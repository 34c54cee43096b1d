"""The command ``book``: thin. Each command calls one function and prints what it returns."""

import os
import sys
from pathlib import Path

import click

from helpers.errors import BookError

NO_MORE_THAN = click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Chapters to execute at a time; 0: one a core.",
)


@click.group()
def app() -> None:
    """Build, check and verify the book."""


@app.group()
def check() -> None:
    """Check input without building."""


@app.command()
@NO_MORE_THAN
@click.option("--pdf/--no-pdf", default=True, show_default=True, help="Make the PDF too.")
@click.option("--scheduler", default="", help="Execute on the workers of this Dask scheduler.")
def build(jobs: int, pdf: bool, scheduler: str) -> None:
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


@check.command("data")
def check_data() -> None:
    """Hold every table of data/ to its contract, and the tables to each other."""
    from helpers.evidence import checks, contract, package

    if problems := contract.check() or checks.surprises():
        raise BookError(problems)
    print(f"data/: {len(package.tables())} tables hold to their contract and to each other.")


@check.command("pages")
def check_pages() -> None:
    """Check contents list, notebooks, parameters and prose."""
    from helpers.publishing import argument
    from helpers.publishing import build as module

    pages = module.check()
    if problems := argument.problems(pages):
        raise BookError(problems)
    print(f"{len(pages)} pages, no problem found.")


@app.command()
def status() -> None:
    """List the chapters: fresh or not, and why."""
    from helpers.publishing.status import status as lines

    print(*lines(), sep="\n")


@app.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--read", is_flag=True, help="Print each passage beside its sentence.")
@click.option("--page", default="", help="With --read: only the passages of this page.")
def sources(folder: Path, read: bool, page: str) -> None:
    """Find every number, passage and quotation in the sources.

    FOLDER holds the five source texts.
    """
    from helpers.evidence.sources import find_literals, find_passages, readings
    from helpers.publishing import argument, chapters

    if read:
        for one, sentence in readings(folder):
            if page in {"", one.page}:
                print(f"{one.id} ({one.locator})\n  {sentence}\n  = {one.claim}\n")
        return
    literals, passages = find_literals(folder), find_passages(folder)
    quoted = argument.quotations(chapters.pages(), folder)
    if problems := [*literals.problems, *passages.problems, *quoted]:
        raise BookError(problems)
    print(
        f"{literals.found} literals and {passages.found} passages, each found at its line; every "
        f"quotation of more than {argument.A_TERM} words stands in its source."
    )


@app.command()
@NO_MORE_THAN
def verify(jobs: int) -> None:
    """Execute everything anew, and compare it.

    What comes out is compared with what was accepted, in tests/baseline/.
    """
    from helpers.publishing import verify as module
    from helpers.publishing import verify_report

    found = module.verify(workers=jobs or None)
    for line in verify_report.terminal(found):
        print(line)
    if not found.passed:
        sys.exit(1)


@app.command()
@click.argument("ids", nargs=-1)
def accept(ids: tuple[str, ...]) -> None:
    """Take over what verify found to differ.

    All of it, or only IDS. Git then shows what was accepted.
    """
    from helpers.publishing import accept as module
    from helpers.publishing import verify_report

    taken = module.accept(list(ids))
    if not taken:
        print("Nothing to accept: all comes out as accepted.")
        return
    for one in taken:
        for told in verify_report.shortened(one.told):
            print(f"{one.name}: {told}")
    print(f"Accepted: {verify_report.counted(taken)}. tests/baseline/ holds it; commit it.")


@app.command()
def reproducible() -> None:
    """Build twice, apart, and compare every byte."""
    from helpers.publishing.reproduce import reproduce

    made = reproduce()
    print(made.manifest, end="")
    print(f"{len(made.digests)} files, the same bytes in both builds; _build/manifest.sha256")


def main() -> None:
    """Run the command; tell a person's mistake in words, without a traceback."""
    try:
        app(prog_name="book", standalone_mode=False)
    except BookError as error:
        count = len(error.problems)
        print(f"{count} problem{'s' if count > 1 else ''}:", file=sys.stderr)
        for problem in error.problems:
            print(f"- {problem}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # who reads the output has had enough of it, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        from helpers.publishing import disk

        print(disk.told(error), file=sys.stderr)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        print("Interrupted; the published book is as it was.", file=sys.stderr)
        # An interrupt that fell into an exec("…"), as when a dataclass is made, is remembered, and
        # ends Python by the signal whatever is said here, unless another exec comes after it.
        exec("")
        sys.exit(130)
