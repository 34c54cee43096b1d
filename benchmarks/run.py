"""Measure this book's build against plain tools, on the same notebooks and data, side by side.

    python benchmarks/run.py                       all books, each command three times: hours
    python benchmarks/run.py --sizes 12 --no-own   a generated book of 12 notebooks: minutes
    python benchmarks/run.py --sizes --no-own      only what starting up takes

Every run is kept in benchmarks/results.json as soon as it ends, so that an interrupted measurement
is taken up again; `--fresh` forgets what was measured of the books to measure. Writes
benchmarks/RESULTS.md, and the table in README.md.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import kernels
import report
from books import CASES, OWN, SIZES, Book, copy_project, generate, name_of
from results import Results
from tools import LOOP, Tool, tools


def measure(name: str, books: list[tuple[Tool, Book]], results: Results, repeats: int) -> None:
    """Measure every tool in every case on its copy of a book, until each was measured so often."""
    for number in range(1, repeats + 1):
        for case in CASES:
            for tool, book in books:  # in turn, so that a slow moment concerns all
                what = {"book": name, "case": case, "tool": tool.name}
                done = results.seconds(**what, makes=next(iter(tool.steps)))
                if len(done) < min(number, _times(what, done, repeats, tool.patience)):
                    _measure(what, tool, book, results)


def _times(what: dict[str, str], done: list[float], repeats: int, patience: float) -> int:
    """Say how often to measure a tool in a case on a book, given what its runs took so far."""
    if what["tool"] == LOOP and what["case"] != "cold":
        # It does everything again whatever has changed: one run of each case of a book tells that.
        return 1 if what["book"] == name_of(min(SIZES)) else 0
    return 1 if any(one > patience for one in done) else repeats


def _measure(what: dict[str, str], tool: Tool, book: Book, results: Results) -> None:
    """Measure a tool in a case on a book, once."""
    if what["case"] != "cold" and not book.is_built:  # when a measurement is taken up again
        tool.build(book)
    expected = book.edit(what["case"])
    for makes, took in tool.build(book).items():
        right = book.shows(expected)
        results.add({**what, "makes": makes}, took, right)
        print(
            f"{', '.join(what.values())}, {makes}: {took.seconds:.2f} s, driver "
            f"{took.driver:.0f} MiB, all {took.tree:.0f} MiB, {'right' if right else 'STALE'}",
            flush=True,
        )


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="of the generated books"
    )
    parser.add_argument("--no-own", action="store_true", help="leave this book out")
    parser.add_argument("--without", nargs="*", default=[], help="tools to leave out, by name")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured of these")
    given = parser.parse_args()
    results = Results.read()
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        sources = {name_of(size): generate(folder / f"g{size}", size) for size in given.sizes}
        if not given.no_own:
            sources[OWN] = copy_project(folder / "own")
        for name, source in sources.items():
            if given.fresh:
                results.forget(name)
            chosen = [tool for tool in tools() if tool.name not in given.without]
            books = [(tool, Book(source, folder / name / tool.folder)) for tool in chosen]
            measure(name, books, results, given.repeats)
            shutil.rmtree(folder / name)
    results.starts = kernels.measure(given.repeats)
    results.write()
    report.write(results)
    print("Written: benchmarks/results.json, benchmarks/RESULTS.md, the table in README.md")


if __name__ == "__main__":
    main()
