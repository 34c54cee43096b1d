"""What the chapters published: figures, tables and computed facts."""

import csv
import io
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.errors import BookError, nearest
from helpers.evidence import facts


@dataclass(frozen=True)
class Bundle:
    """One published figure or table: the folder it lies in and its id."""

    folder: Path
    id: str

    @cached_property
    def about(self) -> dict:
        """The metadata: kind, columns, rows, sha256, sources, note."""
        return json.loads(self.read("json"))

    @property
    def digest(self) -> str:
        """What tells this drawing of this data from any other."""
        from helpers.engine.state.fingerprints import of_bytes

        drawing = self.read("svg") if self.about["kind"] == "figure" else ""
        return of_bytes((self.read("json") + drawing).encode())

    @property
    def rows(self) -> list[list[str]]:
        """The data as text, the header first."""
        return list(csv.reader(io.StringIO(self.read("csv"))))

    def read(self, suffix: str) -> str:
        """Read one of the bundle's text files."""
        return (self.folder / f"{self.id}.{suffix}").read_text(encoding="utf-8")


def figure(app, id: str, kind: str) -> Bundle:
    """Find the figure or table that a chapter published under that id.

    Raises
    ------
    BookError
        When none did, or what it published is of the other kind.
    """
    folder = Path(app.config.book_bundles) / "figures"
    if not (folder / f"{id}.json").is_file():
        known = [path.stem for path in folder.glob("*.json")]
        raise BookError(
            f"{kind} {id!r}: no chapter publishes it. Add publish({id!r}, …) to a cell."
            f"{nearest(id, known)}"
        )
    bundle = Bundle(folder, id)
    if bundle.about["kind"] != kind:
        raise BookError(
            f"{kind} {id!r}: published as a {bundle.about['kind']}. Use "
            f"{{data-{bundle.about['kind']}}}."
        )
    return bundle


def all_bundles(app) -> list[Bundle]:
    """Return every figure and table of the book, by id."""
    folder = Path(app.config.book_bundles) / "figures"
    return [Bundle(folder, path.stem) for path in sorted(folder.glob("*.json"))]


def computed_facts(app) -> list[facts.Fact]:
    """Return every computed value of the book, by id."""
    folder = Path(app.config.book_bundles) / "facts"
    return [
        facts.read_computed(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
    ]


def fact(app, id: str) -> facts.Fact:
    """Find the observation or computed value of that id.

    Raises
    ------
    BookError
        When there is neither.
    """
    if id in facts.observations():
        return facts.observations()[id]
    path = Path(app.config.book_bundles) / "facts" / f"{id}.json"
    if path.is_file():
        return facts.read_computed(path.read_text(encoding="utf-8"))
    known = [*facts.observations(), *(one.stem for one in path.parent.glob("*.json"))]
    raise facts.unknown(id, known)
