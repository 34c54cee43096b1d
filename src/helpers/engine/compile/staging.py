"""Staging: what Jupyter Book compiles, put together from sources and kept executions."""

import json
import shutil
from pathlib import Path

import yaml

from helpers import paths
from helpers.engine.execute.cache import Executions
from helpers.engine.pages import yaml_file
from helpers.engine.pages.chapters import Page, source
from helpers.errors import BookError


def stage(pages: list[Page], executions: Executions, folder: Path) -> None:
    """Bring a folder to hold exactly the pages, as executed, and the bibliography.

    A file whose content stays the same is not written, so that Sphinx does not read it again.
    """
    wanted = {Path(paths.BIBLIOGRAPHY.name): paths.BIBLIOGRAPHY.read_bytes()}
    wanted[Path("_toc.yml")] = _toc()
    for page in pages:
        path = Path(page.name + page.path.suffix)
        wanted[path] = _executed(page, executions) if page.is_notebook else page.content
    for file in paths.CHAPTERS.rglob("*"):
        if file.suffix in {".svg", ".png", ".jpg"} and "_build" not in file.parts:
            wanted[file.relative_to(paths.CHAPTERS)] = file.read_bytes()
    _bring_to(folder, wanted)


def gather(chapters: list[Page], executions: Executions, folder: Path) -> None:
    """Bring a folder to hold the bundles of all chapters.

    Raises
    ------
    BookError
        When two chapters publish a figure, or declare a fact, of the same id.
    """
    wanted: dict[Path, bytes] = {}
    origin: dict[Path, str] = {}
    problems = []
    for chapter in chapters:
        bundle = executions.entry(chapter).bundle
        for file in sorted(bundle.rglob("*")):
            if not file.is_file():
                continue
            path = file.relative_to(bundle)
            if path in wanted and path.suffix == ".json":
                problems.append(
                    f"chapters/{chapter.name}.ipynb: {path.parent.name.rstrip('s')} "
                    f"{path.stem!r} is made by chapters/{origin[path]}.ipynb already. Every "
                    "figure and fact needs an id of its own."
                )
            wanted[path], origin[path] = file.read_bytes(), chapter.name
    if problems:
        raise BookError(problems)
    _bring_to(folder, wanted)


def _executed(page: Page, executions: Executions) -> bytes:
    """Write the stored notebook with the kept outputs, its plumbing hidden or folded."""
    made = json.loads(page.content)
    code = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
    for cell, outputs in zip(code, executions.entry(page).outputs, strict=True):
        cell["outputs"], cell["execution_count"] = outputs, None
        tags = cell.setdefault("metadata", {}).setdefault("tags", [])
        tags.append("remove-cell" if "parameters" in tags or not source(cell) else "hide-input")
    made["metadata"].pop("papermill", None)
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def _toc() -> bytes:
    """Write the contents list as seen from ``chapters/``."""
    toc = yaml_file.read(paths.TOC)

    def strip(item):
        if isinstance(item, dict):
            return {
                key: value.removeprefix("chapters/") if key in {"file", "root"} else strip(value)
                for key, value in item.items()
            }
        return [strip(one) for one in item] if isinstance(item, list) else item

    return yaml.safe_dump(strip(toc), allow_unicode=True, sort_keys=False).encode()


def _bring_to(folder: Path, wanted: dict[Path, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.rglob("*"):
        if file.is_file() and file.relative_to(folder) not in wanted:
            file.unlink()
    for path, content in wanted.items():
        file = folder / path
        if file.is_file() and file.read_bytes() == content:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for empty in sorted((one for one in folder.rglob("*") if one.is_dir()), reverse=True):
        if not any(empty.iterdir()):
            shutil.rmtree(empty)
