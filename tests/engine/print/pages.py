"""Small books of MyST pages, printed: what tests of the print edition look at."""

import io
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from helpers.engine.print.builder import MIME_PRIORITIES
from helpers.engine.print.typeset import Typesetter

EXTENSIONS = ["myst_nb", "sphinx_design", "sphinxcontrib.bibtex", "helpers.engine.sphinx_ext"]
MYST = ["attrs_inline", "attrs_block", "colon_fence", "deflist", "dollarmath", "amsmath",
        "fieldlist", "strikethrough", "substitution", "tasklist"]  # fmt: skip


@dataclass
class Printed:
    """A printed book: its sources for the compiler, and the PDF."""

    folder: Path
    warnings: str
    pages: int = 0

    def source(self, page="index"):
        """What the writer made of a page."""
        return (self.folder / "print" / "chapters" / f"{page}.typ").read_text(encoding="utf-8")

    @property
    def pdf(self) -> Path:
        return self.folder / "book.pdf"

    @property
    def text(self) -> str:
        """The words of the PDF, on one line."""
        done = subprocess.run(
            ["pdftotext", str(self.pdf), "-"], capture_output=True, text=True, check=True
        )
        return " ".join(done.stdout.replace("\u200b", "").split())

    def tags(self, kind):
        """The elements of a kind in the document's structure."""
        with pikepdf.open(self.pdf) as opened:
            return [read(one) for one in walk(opened.Root.StructTreeRoot) if f"/{kind}" == one.S]


def read(element) -> dict:
    return {key: str(element[f"/{key}"]) for key in ("Alt", "Lang", "T") if f"/{key}" in element}


def walk(element):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from walk(kid)


def write(folder: Path, pages: dict, config: dict | None = None) -> Printed:
    """Write the sources of the print edition of some pages, the first of which is the root."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    shutil.rmtree(folder / "stage", ignore_errors=True)
    root, *others = pages
    for name, told in pages.items():
        suffix = ".ipynb" if isinstance(told, dict) else ".md"
        file = folder / "stage" / f"{name}{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = json.dumps(told) if isinstance(told, dict) else told
        if name == root and others and "toctree" not in whole:
            whole += "\n```{toctree}\n" + "\n".join(others) + "\n```\n"
        file.write_text(whole, encoding="utf-8")
    warnings = io.StringIO()
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(
            folder / "stage", None, folder / "print", folder / "doctrees", "typst",
            confoverrides={
                "extensions": EXTENSIONS, "root_doc": root, "myst_enable_extensions": MYST,
                "nb_execution_mode": "off", "numfig": True, "numfig_secnum_depth": 0,
                "math_numfig": False, "bibtex_bibfiles": [],
                "nb_mime_priority_overrides": MIME_PRIORITIES,
                "book_bundles": str(folder / "bundles"), **(config or {}),
            },
            status=None, warning=warnings,
        )  # fmt: skip
        app.build()
    return Printed(folder, warnings.getvalue())


def printed(folder: Path, pages: dict | str, config: dict | None = None) -> Printed:
    """Print some pages."""
    made = write(folder, pages if isinstance(pages, dict) else {"index": pages}, config)
    made.pages = Typesetter(folder / "print" / "main.typ").write(made.pdf)
    return made
