"""The book's pages: its contents list, its notebooks and their parameters."""

import ast
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from helpers import paths
from helpers.errors import BookError, nearest

RESERVED = {"timeout"}  # keys of parameters.yml that are not the notebook's
TIMEOUT = 300  # seconds that a chapter may execute, unless parameters.yml says otherwise


@dataclass(frozen=True)
class Page:
    """One page of the book.

    Attributes
    ----------
    name : str
        Its path below ``chapters/`` without the suffix, for example ``threats/prison-crisis``.
    path : Path
        Its file.
    """

    name: str
    path: Path

    @property
    def is_notebook(self) -> bool:
        """Whether the page is a chapter that executes."""
        return self.path.suffix == ".ipynb"

    @cached_property
    def content(self) -> bytes:
        """The file's bytes, read once."""
        with open(self.path, "rb") as file:
            return file.read()

    @cached_property
    def notebook(self) -> dict:
        """The notebook as parsed JSON.

        Raises
        ------
        BookError
            When it is not JSON or not a notebook.
        """
        where = paths.relative(self.path)
        try:
            made = json.loads(self.content)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise BookError(
                f"{where}{line}: not valid JSON ({error}). Restore the notebook from git or mend it."
            ) from None
        if not isinstance(made, dict) or not isinstance(made.get("cells"), list):
            raise BookError(f"{where}: JSON, but not a notebook (no list of cells).")
        return made

    @property
    def markdown(self) -> list[tuple[str, str]]:
        """The page's prose as pairs of where it stands (``"cell 3"``) and its text."""
        if not self.is_notebook:
            return [("", self.content.decode("utf-8"))]
        return [
            (f"cell {number}", source(cell))
            for number, cell in enumerate(self.notebook["cells"], start=1)
            if cell["cell_type"] == "markdown"
        ]


def source(cell: dict) -> str:
    """Read a cell's text; notebooks store it as one string or as a list of lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def pages() -> list[Page]:
    """Every page in the order of ``_toc.yml``.

    Raises
    ------
    BookError
        When an entry has no file, a file below ``chapters/`` has no entry, or one stands twice.
    """
    entries = _entries(_yaml(paths.TOC))
    problems, found = [], []
    for entry in entries:
        files = [paths.ROOT / f"{entry}{suffix}" for suffix in (".ipynb", ".md")]
        existing = [file for file in files if file.is_file()]
        if not existing:
            problems.append(
                f"_toc.yml: {entry} has no file (looked for {entry}.ipynb and {entry}.md). Add the "
                "file or take the entry out."
            )
            continue
        name = existing[0].relative_to(paths.CHAPTERS).with_suffix("").as_posix()
        if any(page.name == name for page in found):
            problems.append(f"_toc.yml: {entry} stands twice.")
        found.append(Page(name, existing[0]))
    listed = {page.path for page in found}
    for file in sorted(paths.CHAPTERS.rglob("*")):
        if file.suffix in {".ipynb", ".md"} and file not in listed and ".ipynb_" not in str(file):
            problems.append(
                f"{paths.relative(file)}: in no entry of _toc.yml, so no reader would find it. Add "
                "an entry or delete the file."
            )
    if problems:
        raise BookError(problems)
    return found


def parts() -> list[tuple[str, list[str]]]:
    """Each part's caption and the names of its pages, in reading order."""
    return [
        (part.get("caption", ""), [one.removeprefix("chapters/") for one in _below(part)])
        for part in _yaml(paths.TOC).get("parts", [])
    ]


def notebooks() -> list[Page]:
    """The pages that execute."""
    return [page for page in pages() if page.is_notebook]


def parameters(chapters: list[Page]) -> dict[str, dict]:
    """Read the fixed parameters of every chapter, checked against its cell tagged ``parameters``.

    Returns
    -------
    dict
        Chapter name to its parameters, by name.

    Raises
    ------
    BookError
        For an unknown or missing parameter, one of the wrong type, or an unknown chapter; all
        problems together.
    """
    given = _yaml(paths.PARAMETERS) or {}
    names = {chapter.name for chapter in chapters}
    problems = [
        f"chapters/parameters.yml, {name}: no such chapter.{nearest(name, names)}"
        for name in given
        if name not in names
    ]
    checked = {}
    for chapter in chapters:
        entry = dict(given.get(chapter.name) or {})
        declared = declared_parameters(chapter)
        where = f"chapters/parameters.yml, {chapter.name}"
        for name in entry.keys() - declared.keys() - RESERVED:
            problems.append(
                f"{where}: {name} is not a parameter of the notebook (it has "
                f"{', '.join(declared) or 'none'}).{nearest(name, declared)}"
            )
        for name, kind in declared.items():
            if name not in entry:
                problems.append(f"{where}: parameter {name} ({kind}) is missing. Give its value.")
            elif type(entry[name]).__name__ != kind:
                problems.append(
                    f"{where}: parameter {name} is {entry[name]!r}, a "
                    f"{type(entry[name]).__name__}; the notebook declares it as {kind}."
                )
        seconds = entry.get("timeout", TIMEOUT)
        if not isinstance(seconds, (int, float)) or isinstance(seconds, bool) or seconds <= 0:
            problems.append(f"{where}: timeout is {seconds!r}; expected a number of seconds.")
        checked[chapter.name] = entry
    if problems:
        raise BookError(problems)
    return {
        name: {key: value for key, value in entry.items() if key not in RESERVED}
        for name, entry in checked.items()
    }


def timeouts(chapters: list[Page]) -> dict[str, float]:
    """How many seconds each chapter may execute."""
    given = _yaml(paths.PARAMETERS) or {}
    return {
        chapter.name: (given.get(chapter.name) or {}).get("timeout", TIMEOUT)
        for chapter in chapters
    }


def declared_parameters(chapter: Page) -> dict[str, str]:
    """Read names and types of the parameters in the cell tagged ``parameters``.

    Every line of that cell is an annotated assignment, ``first_year: int = 2019``.
    """
    for number, cell in enumerate(chapter.notebook["cells"], start=1):
        if "parameters" not in cell.get("metadata", {}).get("tags", []):
            continue
        where = f"{paths.relative(chapter.path)}, cell {number}"
        try:
            body = ast.parse(source(cell)).body
        except SyntaxError as error:
            raise BookError(f"{where}: not valid Python ({error.msg}).") from None
        if not all(isinstance(one, ast.AnnAssign) for one in body):
            raise BookError(
                f"{where}: a parameters cell holds only lines like first_year: int = 2019."
            )
        return {one.target.id: ast.unparse(one.annotation) for one in body}
    return {}


def _yaml(path: Path):
    try:
        with open(path, encoding="utf-8") as file:
            return yaml.safe_load(file)
    except FileNotFoundError:
        raise BookError(f"{paths.relative(path)}: not found. Restore it.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise BookError(
            f"{paths.relative(path)}{line}: not valid YAML ({getattr(error, 'problem', error)})."
        ) from None


def _entries(toc: dict) -> list[str]:
    """List the files of a ``_toc.yml`` in the ``jb-book`` format, in reading order."""
    if not isinstance(toc, dict) or "root" not in toc:
        raise BookError("_toc.yml: expected `format: jb-book` and a `root`.")
    return [
        toc["root"],
        *_below({"parts": toc.get("parts", []), "chapters": toc.get("chapters", [])}),
    ]


def _below(item: dict) -> list[str]:
    found = [item["file"]] if "file" in item else []
    for key in ("parts", "chapters", "sections"):
        for child in item.get(key, []):
            found += _below(child)
    return found
