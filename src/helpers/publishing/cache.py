"""Results of executions, kept for as long as nothing they depend on has changed."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.publishing import digests
from helpers.publishing.chapters import Page, source
from helpers.publishing.kernel import Result


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
        Made when first written to; may be deleted at any time.
    """

    def __init__(self, folder: Path = paths.WORK / "executions"):
        self.folder = folder
        self._digests: dict[str, str] = {}
        self._environment = digests.of_environment()

    def entry(self, chapter: Page) -> Entry | None:
        """Find the chapter's kept execution, whether or not it is still fresh."""
        folder = self.folder / chapter.name
        try:
            record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        return Entry(record, folder)

    def reasons(self, chapter: Page, parameters: dict) -> list[str]:
        """Say why the chapter must execute again; nothing when its kept result is fresh."""
        entry = self.entry(chapter)
        if entry is None:
            return ["never executed"]
        record = entry.record
        told = []
        if record["code"] != code_digests(chapter):
            told.append("its code cells changed")
        if record["parameters"] != parameters:
            changed = sorted(
                name
                for name in record["parameters"].keys() | parameters.keys()
                if record["parameters"].get(name) != parameters.get(name)
            )
            told.append(f"parameter {', '.join(changed)} changed")
        if record["environment"] != self._environment:
            told.append("the locked environment changed")
        for name, digest in record["inputs"].items():
            if (now := self._digest(name)) != digest:
                told.append(f"{name} {_change(digest, now)}")
        return told

    def keep(self, chapter: Page, parameters: dict, result: Result, read: digests.Snapshot) -> None:
        """Keep a result, in one step: a reader sees the old one or the new one, whole.

        Parameters
        ----------
        read : digests.Snapshot
            The project's files as they were before execution began. One that changed meanwhile
            gets no digest, so that the next build executes the chapter again.
        """
        used = {name: read.of_input(name) for name in result.inputs}
        record = {
            "code": code_digests(chapter),
            "parameters": parameters,
            "environment": self._environment,
            "inputs": used,
            "seconds": round(result.seconds, 3),
            "peak": result.peak,
        }
        final = self.folder / chapter.name
        fresh = final.with_name(f"{final.name}.{os.getpid()}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        for name, content in result.files.items():
            path = fresh / "bundle" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (fresh / "bundle").mkdir(parents=True, exist_ok=True)
        _write_json(fresh / "outputs.json", result.outputs)
        _write_json(fresh / "record.json", record)
        shutil.rmtree(final, ignore_errors=True)
        fresh.rename(final)

    def looked_at(self, chapters: list[Page]) -> dict[str, str]:
        """Everything in the project that any of the chapters looked at, with its digest."""
        return {
            name: digest
            for one in chapters
            for name, digest in self.entry(one).record["inputs"].items()
        }

    def prune(self, chapters: list[Page]) -> None:
        """Delete executions of chapters that are no more, and what interrupted builds left."""
        kept = {self.folder / chapter.name for chapter in chapters}
        for record in list(self.folder.rglob("record.json")) + list(self.folder.rglob("*.new")):
            folder = record if record.suffix == ".new" else record.parent
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            self._digests[name] = digests.of_input(name)
        return self._digests[name]


def _change(before: str, now: str) -> str:
    return "changed" if before and now else "is new" if now else "is gone"


def code_digests(chapter: Page) -> list[str]:
    """Digests of the chapter's code cells: what they mean, not how they are commented."""
    return [
        digests.of_cell(source(cell))
        for cell in chapter.notebook["cells"]
        if cell["cell_type"] == "code"
    ]


def _write_json(path: Path, content) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
