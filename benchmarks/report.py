"""The results as people read them: all of them in RESULTS.md, in short in README.md."""

from collections.abc import Iterator
from pathlib import Path

from books import CASES, OWN, ROOT, SIZES, name_of
from results import Results, Row
from tools import HTML, PDF, PLAIN, THIS

PAGE = Path(__file__).parent / "RESULTS.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- benchmarks: written by `make bench` -->", "<!-- end of benchmarks -->"
BOOKS = [*map(name_of, SIZES), OWN]  # to measure at least
# At most so many times what plain Jupyter Book takes to make the same.
TARGETS = {
    ("cold", HTML): 0.55,
    ("cold", PDF): 0.45,
    ("nothing changed", HTML): 0.3,
    ("nothing changed", PDF): 0.3,
    ("one word", HTML): 1.0,
    ("one word", PDF): 1.0,
}
GROWTH = (50, 200)  # notebooks: the time of the second may grow as their number does
MEMORY = 400  # MiB of the driver at most


def write(results: Results) -> None:
    """Write both."""
    PAGE.write_text(page(results), encoding="utf-8")
    README.write_text(with_table(README.read_text(encoding="utf-8"), results), encoding="utf-8")


def with_table(readme: str, results: Results) -> str:
    """Put the table where the README has one."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{summary(results)}\n{END}{after}"


def summary(results: Results) -> str:
    """Tell in a table what this book's build takes beside plain Jupyter Book's."""
    found = _by_what(results)
    lines = [
        f"| Book | Case | {HTML}, s: here / plain | Ratio | {PDF}, s: here / plain | Ratio "
        "| Plain's pages |",
        "|---|---|--:|--:|--:|--:|---|",
    ]
    for book, case in _measured(results):
        cells = [book, case]
        for makes in (HTML, PDF):
            here, plain = (found.get((book, case, tool, makes)) for tool in (THIS, PLAIN))
            cells.append(f"{_seconds(here)} / {_seconds(plain)}")
            cells.append(_ratio(here, plain))
        plain = found.get((book, case, PLAIN, HTML))
        cells.append("" if plain is None else "right" if plain.right else "**stale**")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", *coverage(results), *verdicts(results)])


def verdicts(results: Results) -> Iterator[str]:
    """Say of each target whether it is reached."""
    found = _by_what(results)
    for (case, makes), target in TARGETS.items():
        ratios = {}
        for book in _books(results):
            here, plain = (found.get((book, case, tool, makes)) for tool in (THIS, PLAIN))
            if here and plain:
                ratios[book] = here.seconds / plain.seconds
        if ratios:
            missed = [f"{book} {ratio:.2f}" for book, ratio in ratios.items() if ratio > target]
            told = f"missed by {', '.join(missed)}" if missed else f"reached by {', '.join(ratios)}"
            yield f"- {case}, {makes}, at most {target} of plain: {told}."
    for makes in (HTML, PDF):
        few, many = (found.get((name_of(size), "cold", THIS, makes)) for size in GROWTH)
        if few and many:
            growth = many.seconds / few.seconds
            worse = growth > GROWTH[1] / GROWTH[0]
            told = "worse than linear" if worse else "no worse than linear"
            yield (
                f"- From {GROWTH[0]} to {GROWTH[1]} notebooks, cold, {makes}: "
                f"{growth:.2f} times as long, {told}."
            )
    here = [row for row in found.values() if row.tool == THIS]
    if here:
        peak = max(row.driver for row in here)
        told = "reached" if peak <= MEMORY else "missed"
        yield f"- Peak memory of the driver under {MEMORY} MiB: {told} ({peak:.0f} MiB)."
        wrong = sum(not row.right for row in here)
        yield f"- This book's builds that left something stale: {wrong} of {len(here)}."


def coverage(results: Results) -> Iterator[str]:
    """Say of how many runs the medians are, and what was not measured yet."""
    rows = results.rows()
    if rows:
        counts = [row.runs for row in rows]
        yield f"- Medians of {min(counts)} to {max(counts)} runs."
    if left := [book for book in BOOKS if book not in {row.book for row in rows}]:
        yield f"- Not measured yet: {', '.join(left)}."


def page(results: Results) -> str:
    """Tell all that was measured."""
    lines = [
        "# Results",
        "",
        f"Measured by `benchmarks/run.py` on {results.machine}; medians of as many runs as the "
        "column says, all tools in turn. “Ratio” is to plain Jupyter Book that makes the same, its "
        "cache on. Memory is the peak of the process started (driver), and of it with all that it "
        "starts. A result that shows a stale figure is wrong, whatever its time. The shell loop "
        "does everything again whatever has changed: larger books are measured with it cold alone.",
        "",
        "| Book | Case | Tool | Makes | Runs | Seconds | Ratio | Driver MiB | All MiB | Result |",
        "|---|---|---|---|--:|--:|--:|--:|--:|---|",
    ]
    found = _by_what(results)
    order = {name: number for number, name in enumerate([*_books(results), *CASES])}
    for row in sorted(found.values(), key=lambda row: (order[row.book], order[row.case])):
        lines.append(
            f"| {row.book} | {row.case} | {row.tool} | {row.makes} | {row.runs} | "
            f"{row.seconds:.2f} | {_ratio(row, found.get((row.book, row.case, PLAIN, row.makes)))} "
            f"| {row.driver:.0f} | {row.tree:.0f} | {'right' if row.right else '**stale**'} |"
        )
    starts = [
        f"- {what[0].upper()}{what[1:]}: {one:.2f} s." for what, one in results.starts.items()
    ]
    return "\n".join(
        [
            *lines,
            "",
            "## Targets",
            "",
            *coverage(results),
            *verdicts(results),
            "",
            "## Starting up",
            "",
            *starts,
            "",
        ]
    )


def _by_what(results: Results) -> dict[tuple, Row]:
    return {(row.book, row.case, row.tool, row.makes): row for row in results.rows()}


def _measured(results: Results) -> Iterator[tuple[str, str]]:
    """Every book and case of which there is anything, the books in their order."""
    there = {(row.book, row.case) for row in results.rows()}
    return ((book, case) for book in _books(results) for case in CASES if (book, case) in there)


def _books(results: Results) -> list[str]:
    """Every book of which there is anything: the generated ones by size, then this one."""
    names = {row.book for row in results.rows()}
    generated = sorted(names - {OWN}, key=lambda name: int(name.split()[0]))
    return [*generated, OWN] if OWN in names else generated


def _seconds(row: Row | None) -> str:
    return "–" if row is None else f"{row.seconds:.1f}"


def _ratio(row: Row | None, plain: Row | None) -> str:
    return f"{row.seconds / plain.seconds:.2f}" if row and plain else "–"
