"""The ways of building a book that are compared: what they make, and with which commands."""

import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from books import Book
from measure import Run, run

BIN = Path(sys.executable).parent
THIS, PLAIN, LOOP = "book build", "plain jupyter-book", "papermill loop"
HTML, PDF = "HTML", "HTML + PDF"
HAS_LATEX = shutil.which("latexmk") is not None


@dataclass
class Tool:
    """A way to build a book.

    Attributes
    ----------
    name : str
        One of `THIS`, `PLAIN` and `LOOP`.
    steps : dict of str to list
        What has come out after each command: where the second makes the PDF of the pages that the
        first made, "HTML + PDF" takes as long as both.
    patience : float
        Seconds that a run may have taken to be repeated.
    """

    name: str
    steps: dict[str, list[str]] = field(default_factory=dict)
    patience: float = float("inf")

    @property
    def folder(self) -> str:
        """A name for the folder in which it builds."""
        return "-".join([*self.name.split(), *(str(len(one)) for one in self.steps)])

    def build(self, book: Book) -> dict[str, Run]:
        """Build a book; return what it took until each step's result was there."""
        took, made = Run(0.0, 0.0, 0.0, ""), {}
        for what, command in self.steps.items():
            took += run(command, book.folder)
            made[what] = took
        return made


def tools() -> list[Tool]:
    """List what is compared here; a PDF of plain Jupyter Book only where LaTeX is present."""
    build = [sys.executable, "-m", "helpers", "build"]
    plain = [str(BIN / "jupyter-book"), "build", "."]
    latex = {PDF: [*plain, "--builder", "pdflatex"]} if HAS_LATEX else {}
    return [
        Tool(THIS, {HTML: [*build, "--no-pdf"]}),
        Tool(THIS, {PDF: build}),
        Tool(PLAIN, {HTML: plain, **latex}, patience=300),
        Tool(LOOP, {HTML: ["sh", "-c", LOOP_SCRIPT.format(bin=BIN)]}, patience=90),
    ]


# Executed copies beside the sources, built without executing; what a careful shell user would do.
LOOP_SCRIPT = """
set -e
mkdir -p _build/copy && cp -r _toc.yml chapters data src _build/copy/
sed 's/execute_notebooks: .*/execute_notebooks: "off"/' _config.yml > _build/copy/_config.yml
cp CITATION.cff requirements.lock _build/copy/
export PYTHONPATH=$PWD/_build/copy/src
find chapters -name '*.ipynb' | sort | while read -r one; do
    {bin}/python -c '
import sys, yaml
given = yaml.safe_load(open("chapters/parameters.yml")) or {{}}
name = sys.argv[1].removeprefix("chapters/").removesuffix(".ipynb")
print(yaml.safe_dump({{k: v for k, v in (given.get(name) or {{}}).items() if k != "timeout"}}))
' "$one" > _build/parameters.yml
    (cd "$(dirname "$one")" && {bin}/papermill --no-progress-bar -k python3 \\
        -f "$OLDPWD/_build/parameters.yml" "$(basename "$one")" "$OLDPWD/_build/copy/$one")
done
{bin}/jupyter-book build -q _build/copy
rm -rf _build/html && cp -r _build/copy/_build/html _build/html
"""
