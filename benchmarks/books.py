"""Books to measure with: this one, and generated ones of any size, on the same code."""

import json
import shutil
from collections.abc import Callable
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase

ROOT = Path(__file__).resolve().parents[1]
SHARED = ["_config.yml", "CITATION.cff", "requirements.lock", "src"]
TEXTS = ["_toc.yml", "chapters", "data"]
SIZES = (12, 50, 200)  # notebooks of the generated books
OWN = "this book"
CHAPTERS_A_TABLE = 4  # how many chapters draw the same table
WORDS = (
    "Each of these sentences stands for prose that an author wrote, that a reader skips and that "
    "Sphinx has to parse nevertheless, whatever it says and however often it says it. "
)


def name_of(size: int) -> str:
    """Name a generated book of so many notebooks."""
    return f"{size} notebooks"


class Book:
    """A copy of a book, which the cases edit, and whose pages tell whether they are right.

    Parameters
    ----------
    source : Path
        The book to copy.
    folder : Path
        Where to.
    """

    def __init__(self, source: Path, folder: Path):
        self.folder = Path(shutil.copytree(source, folder))
        self._chapter = sorted((folder / "chapters").rglob("*.ipynb"))[0]
        generated = folder / "data" / "series_0.csv"
        # A table, and the column of it, whose values pages show and no sentence repeats.
        self._table, self._column = (
            (generated, 1) if generated.is_file() else (folder / "data" / "extraditions.csv", 5)
        )
        self._edits = 0

    @property
    def is_built(self) -> bool:
        """Whether it was ever built."""
        return (self.folder / "_build").exists()

    def edit(self, case: str) -> str:
        """Make a case's edit; return what a page must show afterwards."""
        self._edits += 1
        return CASES[case](self)

    def shows(self, expected: str) -> bool:
        """Whether every chapter has its page, and one of the pages shows the text."""
        html = self.folder / "_build" / "html"
        pages = {page.stem: page.read_text(errors="replace") for page in html.rglob("*.html")}
        chapters = {one.stem for one in (self.folder / "chapters").rglob("*.ipynb")}
        return chapters <= pages.keys() and any(expected in text for text in pages.values())

    def _begin_anew(self) -> str:
        shutil.rmtree(self.folder / "_build", ignore_errors=True)
        return "</html>"

    def _leave(self) -> str:
        return "</html>"

    def _add_a_word(self) -> str:
        word = "word" + "".join("abcdefghij"[int(digit)] for digit in str(self._edits))
        notebook = json.loads(self._chapter.read_text(encoding="utf-8"))
        prose = next(one for one in notebook["cells"] if one["cell_type"] == "markdown")
        prose["source"] = "".join(prose["source"]) + f"\n\nOne {word}."
        self._chapter.write_text(json.dumps(notebook), encoding="utf-8")
        return word

    def _change_a_value(self) -> str:
        """Change a number of the first row to one that stands nowhere else."""
        lines = self._table.read_text(encoding="utf-8").splitlines(keepends=True)
        cells = lines[1].split(",")
        cells[self._column] = str(771000 + self._edits)
        lines[1] = ",".join(cells)
        self._table.write_text("".join(lines), encoding="utf-8")
        return f"771,{self._edits:03}"

    def _change_a_helper(self) -> str:
        """Let every drawing have lines of a width that is drawn nowhere else."""
        style = self.folder / "src" / "helpers" / "figures" / "style.py"
        width = 5 + self._edits / 100
        text = style.read_text(encoding="utf-8")
        style.write_text(f'{text}\nRC["lines.linewidth"] = {width}\n', encoding="utf-8")
        return f"stroke-width: {width:g}"


CASES: dict[str, Callable[[Book], str]] = {
    "cold": Book._begin_anew,
    "nothing changed": Book._leave,
    "one word": Book._add_a_word,
    "one CSV value": Book._change_a_value,
    "one helper": Book._change_a_helper,
}


def copy_project(target: Path, names=(*SHARED, *TEXTS)) -> Path:
    """Copy the project's files into an empty folder."""
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "_build")
    target.mkdir(parents=True)
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=ignored)
        else:
            shutil.copyfile(ROOT / name, target / name)
    return target


def generate(target: Path, chapters: int) -> Path:
    """Write a book of so many notebooks, each with prose, a figure, a table and a fact.

    Every four of them draw the same table, so that a change of one value concerns four.
    """
    copy_project(target, SHARED)
    small = ROOT / "tests" / "small_book"
    shutil.copytree(small / "data", target / "data")
    shutil.copytree(small / "chapters" / "apparatus", target / "chapters" / "apparatus")
    shutil.copyfile(small / "chapters" / "references.bib", target / "chapters" / "references.bib")
    names = [
        "chapter-" + "".join(one) for one in islice(product(ascii_lowercase, repeat=2), chapters)
    ]
    (target / "chapters" / "index.md").write_text("# A book to measure with\n\nWord.\n")
    (target / "chapters" / "parameters.yml").write_text("{}\n")
    (target / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/index\nparts:\n  - caption: Chapters\n    chapters:\n"
        + "".join(f"      - file: chapters/{name}\n" for name in names)
        + "  - caption: Apparatus\n    chapters:\n"
        + "".join(
            f"      - file: chapters/apparatus/{page.stem}\n"
            for page in sorted((target / "chapters" / "apparatus").glob("*.md"))
        )
    )
    package = json.loads((target / "data" / "datapackage.json").read_text())
    for number in range(-(-chapters // CHAPTERS_A_TABLE)):
        rows = "".join(
            f"{year},{1000 + 7 * year % 900},author-2022\n" for year in range(1990, 2022)
        )
        (target / "data" / f"series_{number}.csv").write_text(f"year,value,source\n{rows}")
        package["resources"].append(_series(number))
    (target / "data" / "datapackage.json").write_text(json.dumps(package))
    for number, name in enumerate(names):
        text = json.dumps(_notebook(name, number // CHAPTERS_A_TABLE), indent=1)
        (target / "chapters" / f"{name}.ipynb").write_text(text)
    return target


def _series(number: int) -> dict:
    fields = [("year", "integer"), ("value", "integer"), ("source", "string")]
    return {
        "name": f"series_{number}",
        "title": f"Series {number}",
        "path": f"series_{number}.csv",
        "schema": {
            "fields": [{"name": name, "type": kind, "title": name} for name, kind in fields],
            "primaryKey": ["year"],
            "missingValues": [""],
        },
    }


def _notebook(name: str, table: int) -> dict:
    cells = [
        _cell("markdown", f"# The {name}\n\n{WORDS * 8}\n\nIn 2021 {{fact}}`deaths.2021` died."),
        _cell(
            "code",
            "import matplotlib.pyplot as plt\nimport seaborn\n\n"
            "from helpers.evidence import table\nfrom helpers.figures import publish, style\n\n"
            f'style.apply()\nseries = table("series_{table}")',
        ),
        _cell(
            "code",
            "fig, ax = plt.subplots(figsize=(6, 3))\n"
            'ax.plot(series["year"].astype(int), series["value"].astype(int), color="black")\n'
            f'publish("{name}-line", fig, data=series)',
        ),
        _cell(
            "markdown",
            f"## What it shows\n\n{WORDS * 8}\n\n```{{data-figure}} {name}-line\n"
            ":alt: A line that goes up and down.\nA line. It goes up and down.\n```\n\n"
            f"See {{numref}}`fig-{name}-line`. {WORDS * 4}",
        ),
        _cell("code", f'publish("{name}-rows", data=series.tail(5))'),
        _cell("markdown", f"```{{data-table}} {name}-rows\nThe last five years.\n```"),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "cells": cells,
    }


def _cell(kind: str, text: str) -> dict:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": text, **code}
