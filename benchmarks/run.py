"""Measure this book's build against plain tools, on the same notebooks and data, side by side.

    python benchmarks/run.py            a generated book of 12 notebooks and this one, in minutes
    python benchmarks/run.py --full     also 50 and 200 notebooks, and every case of the shell loop

Writes benchmarks/RESULTS.md. A result that shows a stale figure is wrong, whatever its time.
"""

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import kernels
from books import ROOT, copy_project, generate
from measure import run

BIN = Path(sys.executable).parent
RESULTS = Path(__file__).parent / "RESULTS.md"
CASES = ["cold", "nothing changed", "one word", "one CSV value", "one helper"]
TARGETS = {("cold", "HTML"): 0.55, ("nothing changed", "HTML"): 0.3, ("one word", "HTML"): 1.0}
TARGETS |= {("cold", "HTML + PDF"): 0.45}


class Book:
    """A book in a folder, which the cases edit, and whose pages tell whether they are right.

    Attributes
    ----------
    page : str
        The markdown page that gets a word more.
    table, old : str
        A CSV, and the end of its last row, whose value changes.
    """

    def __init__(self, source: Path, folder: Path):
        self.folder = Path(shutil.copytree(source, folder))
        self.edits = 0
        self.table = _drawn_table(folder)

    def edit(self, case: str) -> str:
        """Make a case's edit; return what the pages must show afterwards."""
        self.edits += 1
        if case == "cold":
            shutil.rmtree(self.folder / "_build", ignore_errors=True)
        elif case == "one word":
            word = f"word{'abcdefghij'[self.edits % 10]}{'klmnopqrst'[self.edits // 10]}"
            page = self.folder / "chapters" / "index.md"
            page.write_text(page.read_text() + f"\nOne {word}.\n")
            return word
        elif case == "one CSV value":
            return self._change_value()
        elif case == "one helper":
            style = self.folder / "src" / "helpers" / "figures" / "style.py"
            width = 5 + self.edits / 100
            style.write_text(
                style.read_text() + f'\nRC["xtick.major.width"] = {width}\n'
                f'RC["xtick.major.size"] = {width}\nRC["xtick.bottom"] = True\n'
            )
            return f"stroke-width: {width:g}"
        return "</html>"

    def _change_value(self) -> str:
        """Change a number of the first row to one that stands nowhere else."""
        path, column = self.table
        lines = path.read_text().splitlines(keepends=True)
        cells = lines[1].split(",")
        cells[column] = str(771000 + self.edits)
        lines[1] = ",".join(cells)
        path.write_text("".join(lines))
        return f"771,{self.edits:03}"

    def shows(self, expected: str) -> bool:
        """Whether any page of the built book shows the text."""
        return any(
            expected in page.read_text(errors="replace")
            for page in (self.folder / "_build" / "html").rglob("*.html")
        )


def _drawn_table(folder: Path) -> tuple[Path, int]:
    """Name a table, and the column of it, whose values pages show."""
    generated = folder / "data" / "series_0.csv"
    return (generated, 1) if generated.is_file() else (folder / "data" / "prison_deaths.csv", 3)


@dataclass
class Tool:
    """A way to build a book: a name, what comes out, and its commands."""

    name: str
    makes: str
    commands: list = field(default_factory=list)
    cases: list[str] = field(default_factory=lambda: CASES)

    def build(self, book: Book):
        """Build a book; return seconds, MiB of the driver and MiB of all its processes."""
        took = [run(command, book.folder) for command in self.commands]
        return (
            sum(one.seconds for one in took),
            max(one.driver for one in took),
            max(one.tree for one in took),
        )


def tools(full: bool) -> list[Tool]:
    """List the tools to compare; those that make a LaTeX PDF only where LaTeX is present."""
    book, plain = (
        [sys.executable, "-m", "helpers", "build"],
        [str(BIN / "jupyter-book"), "build", "."],
    )
    found = [
        Tool("this book", "HTML", [[*book, "--no-pdf"]]),
        Tool("this book", "HTML + PDF", [book]),
        Tool("plain jupyter-book, cache on", "HTML", [plain]),
        Tool(
            "papermill in a loop, then jupyter-book",
            "HTML",
            [["sh", "-c", LOOP.format(bin=BIN)]],
            CASES if full else CASES[:1],
        ),
    ]
    if shutil.which("latexmk"):
        latex = [*plain, "--builder", "pdflatex"]
        found.append(Tool("plain jupyter-book, cache on", "HTML + PDF", [plain, latex]))
    return found


# Executed copies beside the sources, built without executing; what a careful shell user would do.
LOOP = """
set -e
mkdir -p _build/copy && cp -r _toc.yml chapters data src _build/copy/
sed 's/execute_notebooks: .*/execute_notebooks: "off"/' _config.yml > _build/copy/_config.yml
cp CITATION.cff requirements.lock _build/copy/
export PYTHONPATH=$PWD/_build/copy/src
find chapters -name '*.ipynb' | sort | while read -r one; do
    {bin}/python benchmarks-parameters.py "$one" > _build/parameters.yml
    (cd "$(dirname "$one")" && {bin}/papermill --no-progress-bar -k python3 \
        -f "$OLDPWD/_build/parameters.yml" "$(basename "$one")" "$OLDPWD/_build/copy/$one")
done
{bin}/jupyter-book build -q _build/copy
rm -rf _build/html && cp -r _build/copy/_build/html _build/html
"""
PARAMETERS = """
import sys, yaml
given = yaml.safe_load(open("chapters/parameters.yml")) or {}
name = sys.argv[1].removeprefix("chapters/").removesuffix(".ipynb")
print(yaml.safe_dump({k: v for k, v in (given.get(name) or {}).items() if k != "timeout"}))
"""


def measure(name: str, source: Path, folder: Path, repeats: int, full: bool) -> list[dict]:
    """Measure every tool in every case on one book."""
    rows = []
    chosen = tools(full)
    books = {}
    for number in range(len(chosen)):
        books[number] = Book(source, folder / f"{name.replace(' ', '-')}-{number}")
        (books[number].folder / "benchmarks-parameters.py").write_text(PARAMETERS)
    for case in CASES:
        took = {number: [] for number, tool in enumerate(chosen) if case in tool.cases}
        right = dict.fromkeys(took, True)
        for _ in range(repeats):
            for (
                number,
                runs,
            ) in took.items():  # in turn, so that a slow moment of the machine concerns all
                expected = books[number].edit(case)
                runs.append(chosen[number].build(books[number]))
                right[number] &= books[number].shows(expected)
        for number, runs in took.items():
            seconds, driver, tree = (statistics.median(one) for one in zip(*runs, strict=True))
            tool = chosen[number]
            row = {"book": name, "case": case, "tool": tool.name, "makes": tool.makes}
            row |= {"seconds": seconds, "driver": driver, "tree": tree, "right": right[number]}
            rows.append(row)
            print(
                f"{name}, {case}: {tool.name}, {tool.makes}: {seconds:.2f} s, driver "
                f"{driver:.0f} MiB, all {tree:.0f} MiB, {'right' if right[number] else 'STALE'}",
                flush=True,
            )
    for book in books.values():
        shutil.rmtree(book.folder)
    return rows


def report(rows: list[dict], starts: list[str], repeats: int) -> str:
    """Write the results as a page."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = [
        "# Results",
        "",
        f"Measured by `benchmarks/run.py` on {platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB, Python {platform.python_version()}; medians of {repeats}. “Ratio” is "
        "to plain jupyter-book that makes the same. Memory is the peak of the process started "
        "(driver), and of it with all that it starts.",
        "",
        *(() if shutil.which("latexmk") else (LATEX_MISSING, "")),
        "| Book | Case | Tool | Makes | Seconds | Ratio | Driver MiB | All MiB | Result |",
        "|---|---|---|---|--:|--:|--:|--:|---|",
    ]
    plain = {
        (row["book"], row["case"], row["makes"]): row["seconds"]
        for row in rows
        if row["tool"].startswith("plain")
    }
    for row in rows:
        same = plain.get((row["book"], row["case"], row["makes"]))
        ratio = f"{row['seconds'] / same:.2f}" if same else "–"
        target = TARGETS.get((row["case"], row["makes"]))
        if same and target and row["tool"] == "this book":
            ratio += f" (target {target})"
        lines.append(
            f"| {row['book']} | {row['case']} | {row['tool']} | {row['makes']} | "
            f"{row['seconds']:.2f} | {ratio} | {row['driver']:.0f} | {row['tree']:.0f} | "
            f"{'right' if row['right'] else '**stale**'} |"
        )
    return "\n".join([*lines, "", "## Starting up", "", *starts, ""])


LATEX_MISSING = (
    "LaTeX (latexmk) is not installed here, so there is no time for plain jupyter-book's PDF."
)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--full", action="store_true", help="50 and 200 notebooks too")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="*", help="notebooks of the generated books")
    parser.add_argument("--no-own", action="store_true", help="leave this book out")
    given = parser.parse_args()
    sizes = given.sizes if given.sizes is not None else [12, 50, 200] if given.full else [12]
    if not shutil.which("latexmk"):
        print(LATEX_MISSING)
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        sources = {f"{size} notebooks": generate(folder / f"g{size}", size) for size in sizes}
        if not given.no_own:
            sources["this book"] = copy_project(folder / "own")
        for name, source in sources.items():
            rows += measure(name, source, folder, given.repeats, given.full)
        starts = kernels.measure(given.repeats)
    RESULTS.write_text(report(rows, starts, given.repeats), encoding="utf-8")
    print(f"Written: {RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
