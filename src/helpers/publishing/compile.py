"""Compiling: Jupyter Book turns the staged pages into HTML, and into the single page for print."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.errors import BookError

# Jupyter Book turns these on by default; the book has no use for them, and two of them make
# every page ask other hosts for scripts.
UNUSED = {"sphinx_thebe", "sphinx_comments", "sphinx.ext.intersphinx"}
WARNING = re.compile(r"^(?:(?P<file>[^\n:]+?\.(?:ipynb|md)):(?:(?P<line>\d+):)? )?"
                     r"(?P<kind>WARNING|ERROR|CRITICAL|SEVERE): (?P<text>.*)$")


@dataclass(frozen=True)
class Workshop:
    """The folder in which a book is compiled, aside from the published one."""

    folder: Path

    @property
    def stage(self) -> Path:
        """The pages to compile."""
        return self.folder / "stage"

    @property
    def bundles(self) -> Path:
        """Figures, tables and computed facts of all chapters."""
        return self.folder / "bundles"

    @property
    def html(self) -> Path:
        """The pages made."""
        return self.folder / "html"

    @property
    def single(self) -> Path:
        """The single page for print."""
        return self.folder / "single"

    @property
    def doctrees(self) -> Path:
        """What Sphinx keeps between builds."""
        return self.folder / "doctrees"


def compile_pages(workshop: Workshop, builder: str, parameters: dict) -> int:
    """Compile the staged pages.

    Parameters
    ----------
    builder : str
        ``html``, or ``singlehtml`` for print.
    parameters : dict
        The chapters' parameters, which pages show.

    Returns
    -------
    int
        How many pages were written.

    Raises
    ------
    BookError
        For every warning: a page with a dead reference or an unknown fact is not published.
    """
    from docutils import nodes  # noqa: F401  before Sphinx patches it
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    config, _ = get_final_config(
        user_yaml=paths.CONFIG,
        cli_config={"latex_individualpages": False},
        sourcedir=workshop.stage,
    )
    config["extensions"] = [one for one in config["extensions"] if one not in UNUSED]
    config.pop("comments_config", None)
    config |= {
        "bibtex_bibfiles": [paths.BIBLIOGRAPHY.name],
        "book_bundles": str(workshop.bundles),
        "book_parameters": parameters,
        "exclude_patterns": [],
        "external_toc_path": "_toc.yml",
        "external_toc_exclude_missing": False,
        "nb_execution_mode": "off",
        "nitpicky": True,
        "show_warning_types": True,
        "suppress_warnings": ["myst.domains"],
    }
    if builder == "singlehtml":  # print has a look of its own: the theme only gets in its way
        config |= {"html_theme": "basic", "html_theme_options": {}, "html_sidebars": {}}
    warnings = io.StringIO()
    written: list[str] = []
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(
            srcdir=workshop.stage,
            confdir=None,
            outdir=workshop.single if builder == "singlehtml" else workshop.html,
            doctreedir=workshop.doctrees,
            buildername=builder,
            confoverrides=config,
            status=None,
            warning=warnings,
        )
        app.connect("html-page-context", lambda app, page, *_: written.append(page))
        app.build()
    _require_silence(warnings.getvalue(), workshop.stage)
    return len(written)


def _require_silence(text: str, stage: Path) -> None:
    problems = []
    for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines():
        if found := WARNING.match(line):
            problems.append(f"{_where(found['file'], found['line'], stage)}{found['text']}")
        elif problems and line.strip():
            problems[-1] += f"\n  {line.strip()}"
    if problems:
        raise BookError(list(dict.fromkeys(problems)))


def _where(file: str | None, line: str | None, stage: Path) -> str:
    """Name the place in the author's file; MyST-NB counts ten thousand lines to a cell."""
    if file is None:
        return ""
    path = Path(file)
    name = path.relative_to(stage).as_posix() if path.is_relative_to(stage) else file
    told = f"chapters/{name}"
    if line is None:
        return f"{told}: "
    if path.suffix == ".ipynb" and int(line) >= 10_000:
        cell, within = divmod(int(line), 10_000)
        return f"{told}, cell {cell}, line {within}: "
    return f"{told}, line {line}: "
