"""A copy of the data that tests may break."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from helpers import paths
from helpers.evidence import contract
from helpers.evidence.tables import rows

KEPT = ("sources", "observations", "discrepancies", "relations", "units", "prison_deaths", "places")
SOURCES = paths.ROOT.parent / "shared" / "sources"


@pytest.fixture
def sources() -> Path:
    """The folder with the five texts, where there is one beside the checkout."""
    if not SOURCES.is_dir():
        pytest.skip(f"the five source texts are not at {SOURCES}: nothing to compare the data with")
    return SOURCES


class Copy:
    """A copy of a few tables, held to the same contract, with its bibliography."""

    def __init__(self, folder: Path):
        self.data = folder / "data"
        bibliography = folder / "chapters" / "references.bib"
        bibliography.parent.mkdir(parents=True)
        shutil.copy(paths.BIBLIOGRAPHY, bibliography)
        descriptor = json.loads(paths.PACKAGE.read_text(encoding="utf-8"))
        kept = [one for one in descriptor["resources"] if one["name"] in KEPT]
        for one in kept:
            self.data.joinpath(one["path"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(paths.DATA / one["path"], self.data / one["path"])
        self.describe({**descriptor, "resources": kept})
        ids = {row["id"] for name in KEPT if name != "relations" for row in rows(name)}
        with self.records("discrepancies") as records:
            for record in records:
                known = [one for one in record["concerns"].split(";") if one in ids]
                record["concerns"] = ";".join(known)

    def describe(self, descriptor: dict) -> None:
        """Write another datapackage.json."""
        text = json.dumps(descriptor, ensure_ascii=False)
        (self.data / "datapackage.json").write_text(text, encoding="utf-8")

    def descriptor(self) -> dict:
        """The datapackage.json as it stands."""
        return json.loads((self.data / "datapackage.json").read_text(encoding="utf-8"))

    def path(self, name: str) -> Path:
        """The file of a table."""
        (found,) = (one for one in self.descriptor()["resources"] if one["name"] == name)
        return self.data / found["path"]

    def records(self, name: str) -> "Records":
        """The rows of a table, to be changed within a ``with``."""
        return Records(self.path(name))

    def change(self, name: str, row: int, **cells: str) -> None:
        """Change cells of a row, counted as messages do: the first after the header is row 2."""
        with self.records(name) as records:
            records[row - 2].update(cells)

    def problems(self) -> list[str]:
        """What the contract says of the copy."""
        return contract.check(self.data)


class Records(list):
    """The rows of a table as dictionaries, written back at the end."""

    def __init__(self, path: Path):
        self.path = path
        with open(path, encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            super().__init__(reader)
            self.columns = list(reader.fieldnames)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with open(self.path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, self.columns, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(self)


@pytest.fixture
def copy(tmp_path) -> Copy:
    """A copy of a few tables to break."""
    return Copy(tmp_path)
