"""The book's pages: its contents list, its notebooks and their parameters."""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers import paths
from helpers.engine.pages import myst, table_of_contents, yaml_file
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
            When it is not JSON, or not a notebook in version 4 of the format.
        """
        where = paths.relative(self.path)
        try:
            made = json.loads(self.content)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise BookError(
                f"{where}{line}: not valid JSON ({getattr(error, 'msg', error)}). Restore the "
                "notebook from git, or mend it in a text editor."
            ) from None
        if problems := [f"{where}{told}" for told in _malformed(made)]:
            raise BookError(problems)
        return made

    @property
    def markdown(self) -> list[tuple[str, str]]:
        """The page's prose as pairs of where it stands (``"cell 3"``) and its text."""
        if not self.is_notebook:
            return [("", self._text)]
        return [
            (f"cell {number}", source(cell))
            for number, cell in enumerate(self.notebook["cells"], start=1)
            if cell["cell_type"] == "markdown"
        ]

    @cached_property
    def read(self) -> list[tuple[str, list[myst.Item]]]:
        """The page's prose as pairs of where it stands and its blocks and directives."""
        cells = self.markdown
        read = myst.read_together(tuple(text for _, text in cells))
        return [(where, list(items)) for (where, _), items in zip(cells, read, strict=True)]

    @property
    def problems(self) -> list[str]:
        """Why the page cannot be read; nothing when it can."""
        try:
            _ = self.markdown
        except BookError as error:
            return error.problems
        return []

    @property
    def _text(self) -> str:
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.content[: error.start].count(b"\n") + 1
            raise BookError(
                f"{paths.relative(self.path)}, line {line}: a byte that is not UTF-8. Save the "
                "file as UTF-8."
            ) from None


def _malformed(made) -> Iterator[str]:
    """Say what keeps parsed JSON from being a notebook, each with the cell it is in."""
    if not isinstance(made, dict) or not isinstance(made.get("cells"), list):
        yield ": JSON, but not a notebook (it has no list of cells). Restore the notebook from git."
        return
    if made.get("nbformat") != 4:
        yield (
            f": found nbformat {made.get('nbformat')!r}, expected 4. Save the notebook with a "
            "current Jupyter."
        )
    for number, cell in enumerate(made["cells"], start=1):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if kind not in {"markdown", "code", "raw"}:
            yield (
                f", cell {number}: its cell_type is {kind!r}, expected markdown, code or raw. "
                "Restore the notebook from git."
            )
        elif not isinstance(cell.get("source"), (str, list)):
            yield f", cell {number}: it has no source. Restore the notebook from git."


def source(cell: dict) -> str:
    """Read a cell's text; notebooks store it as one string or as a list of lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def pages() -> list[Page]:
    """Return every page in the order of ``_toc.yml``.

    Raises
    ------
    BookError
        When the list is malformed, an entry has no file, a file below ``chapters/`` has no entry,
        or one stands twice.
    """
    problems, found = [], []
    entries = table_of_contents.entries()
    files: dict[str, Path] = {}
    for file in sorted(paths.CHAPTERS.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(paths.CHAPTERS).parts)
        if file.suffix in {".ipynb", ".md"} and not hidden:  # what editors put aside is hidden
            name = paths.relative(file.with_suffix(""))
            if name in files:
                problems.append(
                    f"{paths.relative(file)}: {files[name].name} lies beside it, and both would be "
                    "the same page. Rename or delete one."
                )
            files[name] = file
    unlisted = files.keys() - set(entries)
    for entry in dict.fromkeys(entries):
        if entries.count(entry) > 1:
            problems.append(f"_toc.yml: {entry} stands twice. Take one of the two entries out.")
        if entry in files:
            found.append(Page(entry.removeprefix("chapters/"), files[entry]))
        else:
            problems.append(
                f"_toc.yml: {entry} has no file (looked for {entry}.ipynb and {entry}.md below "
                f"chapters/). Add the file or take the entry out.{nearest(entry, unlisted)}"
            )
    problems += [
        f"{paths.relative(files[name])}: in no entry of _toc.yml, so no reader would find it. Add "
        "an entry or delete the file."
        for name in sorted(unlisted)
    ]
    if problems:
        raise BookError(problems)
    return found


def notebooks() -> list[Page]:
    """List the pages that execute."""
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
    given = yaml_file.read(paths.PARAMETERS)
    names = {chapter.name for chapter in chapters}
    problems = [
        f"chapters/parameters.yml, {name}: no such chapter.{nearest(name, names)}"
        for name in given
        if name not in names
    ]
    checked = {}
    for chapter in chapters:
        try:
            declared = declared_parameters(chapter)
        except BookError as error:
            problems += error.problems
            continue
        entry = given.get(chapter.name) or {}
        where = f"chapters/parameters.yml, {chapter.name}"
        if isinstance(entry, dict):
            problems += [f"{where}: {told}" for told in _mismatches(entry, declared)]
            checked[chapter.name] = {name: entry[name] for name in declared if name in entry}
        else:
            problems.append(
                f"{where}: found {entry!r}, expected indented lines such as first_year: 2019."
            )
    if problems:
        raise BookError(problems)
    return checked


def _mismatches(given: dict, declared: dict[str, str]) -> Iterator[str]:
    """Say where what is given of a chapter's parameters is not what its notebook declares."""
    for name in given.keys() - declared.keys() - RESERVED:
        yield (
            f"{name} is not a parameter of the notebook (it has {', '.join(declared) or 'none'}). "
            f"Declare it there, or take the line out.{nearest(str(name), declared)}"
        )
    for name, kind in declared.items():
        if name not in given:
            yield f"parameter {name} ({kind}) is missing. Give its value."
        elif type(given[name]).__name__ != kind:
            yield (
                f"parameter {name} is {given[name]!r}, {yaml_file.kind(given[name])}; the notebook "
                f"declares it as {kind}. Mend the value, or the notebook's parameters cell."
            )
        elif not _is_plain(given[name]):
            yield (
                f"parameter {name} is {given[name]!r}, which holds more than text, numbers, true, "
                "false and lists or mappings of these. Put other values, such as dates, in quotes."
            )
    seconds = given.get("timeout", TIMEOUT)
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool) or seconds <= 0:
        yield f"timeout is {seconds!r}, expected a number of seconds."


def _is_plain(value) -> bool:
    """Return whether a value can be kept beside a result, to be compared with later."""
    try:
        json.dumps(value).encode()
    except (TypeError, ValueError):  # ValueError: it holds itself
        return False
    return True


def timeouts(chapters: list[Page]) -> dict[str, float]:
    """Return how many seconds each chapter may execute."""
    given = yaml_file.read(paths.PARAMETERS)
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
            raise BookError(
                f"{where}, line {error.lineno}: not valid Python ({error.msg}). A parameters cell "
                "holds only lines like first_year: int = 2019."
            ) from None
        for line in body:
            if not (isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)):
                raise BookError(
                    f"{where}, line {line.lineno}: found `{ast.unparse(line)}`, but a parameters "
                    "cell holds only lines like first_year: int = 2019. Give the name its type, or "
                    "move the line to another cell."
                )
        return {line.target.id: ast.unparse(line.annotation) for line in body}
    return {}
