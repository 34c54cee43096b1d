"""Results of executions, kept for as long as nothing they depend on has changed."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.engine.execute.sandbox import Result
from helpers.engine.pages.chapters import Page, source
from helpers.engine.state import fingerprints

RECORD = "record.json"
FORM = {  # of a record
    "code": list,
    "parameters": dict,
    "environment": str,
    "inputs": dict,
    "seconds": int | float,
    "peak": int,
    "files": dict,
}


@dataclass(frozen=True)
class Entry:
    """A kept execution: its record and the folder of its files."""

    record: dict
    folder: Path

    @property
    def outputs(self) -> list[list[dict]]:
        """The outputs of each code cell, in order."""
        return json.loads((self.folder / "outputs.json").read_text(encoding="utf-8"))

    @property
    def bundle(self) -> Path:
        """The folder with the figures and computed facts that the chapter made."""
        return self.folder / "bundle"


class Executions:
    """The executions kept in a folder, one a chapter.

    Parameters
    ----------
    folder : Path
        Made when first written to; it, or anything in it, may be deleted at any time.
    """

    def __init__(self, folder: Path = paths.WORK / "executions"):
        self.folder = folder
        self._entries: dict[Path, Entry | None] = {}
        self._digests: dict[str, str] = {}
        self._environment = fingerprints.of_environment()

    def entry(self, chapter: Page) -> Entry | None:
        """Find the chapter's kept execution, whether or not it is still fresh.

        One of which a file is missing, or is not as it was written, is none; the files are looked
        at once for that, and again only when a new result is kept.
        """
        folder = self._place(chapter)
        if folder not in self._entries:
            self._entries[folder] = _read(folder)
        return self._entries[folder]

    def reasons(self, chapter: Page, parameters: dict) -> list[str]:
        """Say why the chapter must execute again; nothing when its kept result is fresh."""
        entry = self.entry(chapter)
        if entry is None:
            is_there = self._place(chapter).exists()
            return ["its kept result is damaged" if is_there else "never executed"]
        record = entry.record
        told = []
        if record["code"] != code_digests(chapter):
            told.append("its code cells changed")
        kept, given = _as_text(record["parameters"]), _as_text(parameters)
        names = kept.keys() | given.keys()
        if changed := sorted(name for name in names if kept.get(name) != given.get(name)):
            told.append(f"parameter {', '.join(changed)} changed")
        if record["environment"] != self._environment:
            told.append("the locked environment changed")
        for name, digest in record["inputs"].items():
            if (now := self._digest(name)) != digest:
                told.append(f"{name} {_change(digest, now)}")
        return told

    def keep(
        self, chapter: Page, parameters: dict, result: Result, read: fingerprints.Snapshot
    ) -> None:
        """Keep a result in the old one's place: whichever of them a reader sees, it is whole.

        Parameters
        ----------
        read : digests.Snapshot
            The project's files as they were before execution began. One that changed meanwhile
            gets no digest, so that the next build executes the chapter again.
        """
        files = {"outputs.json": _json(result.outputs)}
        files |= {f"bundle/{name}": content for name, content in result.files.items()}
        record = {
            "code": code_digests(chapter),
            "parameters": parameters,
            "environment": self._environment,
            "inputs": {name: read.of_input(name) for name in result.inputs},
            "seconds": round(result.seconds, 3),
            "peak": result.peak,
            "files": {name: fingerprints.of_bytes(content) for name, content in files.items()},
        }
        folder = self._place(chapter)
        self._entries.pop(folder, None)
        _replace(folder, {**files, RECORD: _json(record)})

    def looked_at(self, chapters: list[Page]) -> dict[str, str]:
        """Return everything in the project that any of the chapters looked at, with its digest."""
        return {
            name: digest
            for one in chapters
            for name, digest in self.entry(one).record["inputs"].items()
        }

    def prune(self, chapters: list[Page]) -> None:
        """Delete executions of chapters that are no more, and what interrupted builds left."""
        kept = {self._place(chapter) for chapter in chapters}
        for folder in set(self.folder.glob("*")) - kept:
            self._entries.pop(folder, None)
            shutil.rmtree(folder, ignore_errors=True)

    def _place(self, chapter: Page) -> Path:
        """Name a chapter's folder, which lies in no other's, whatever the chapter is called."""
        # All else stays as it is: fully quoted, a long name in another script would be too long.
        return self.folder / chapter.name.replace("%", "%25").replace("/", "%2F")

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            self._digests[name] = fingerprints.of_input(name)
        return self._digests[name]


def code_digests(chapter: Page) -> list[str]:
    """Digest the chapter's code cells: what they mean, not how they are commented."""
    return [
        fingerprints.of_cell(source(cell))
        for cell in chapter.notebook["cells"]
        if cell["cell_type"] == "code"
    ]


def _read(folder: Path) -> Entry | None:
    """Read what is kept in a folder; nothing unless all of it is there as it was written."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        is_whole = _is_record(record) and record["files"] == _files(folder)
    except (OSError, ValueError):  # not there, not readable, not UTF-8 or not JSON
        return None
    return Entry(record, folder) if is_whole else None


def _is_record(record) -> bool:
    """Return whether parsed JSON has the form of a record; an earlier version may have another."""
    return isinstance(record, dict) and all(
        isinstance(record.get(name), kind) for name, kind in FORM.items()
    )


def _files(folder: Path) -> dict[str, str]:
    """Return the digests of the files that a record tells of: all but itself, by path."""
    return {
        file.relative_to(folder).as_posix(): fingerprints.of_file(file)
        for file in folder.rglob("*")
        if file.is_file() and file != folder / RECORD
    }


def _as_text(parameters: dict) -> dict[str, str]:
    """Write each parameter as a record keeps it.

    As text, 1 is neither 1.0 nor true, the order of a mapping counts, and a number that is none
    (NaN) equals itself. JSON makes text of a mapping's keys, as papermill does for the chapter.
    """
    return {name: json.dumps(value) for name, value in json.loads(json.dumps(parameters)).items()}


def _change(before: str, now: str) -> str:
    return "changed" if before and now else "is new" if now else "is gone"


def _replace(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder hold exactly these files; when interrupted, it is the old one, none or whole.

    What is left beside it then has a name that no chapter's folder can have (`Executions._place`),
    so that it is pruned.
    """
    fresh, old = (folder.with_name(f"{folder.name}%{state}") for state in ("new", "old"))
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    (fresh / "bundle").mkdir(parents=True)  # also of a chapter that made nothing
    for name, content in files.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_bytes(content)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _json(content) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
