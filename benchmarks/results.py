"""What was measured, run by run, as it is kept in results.json."""

import json
import os
import platform
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from measure import Run

MEASURES = ("seconds", "driver", "tree")
FILE = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Row:
    """The medians of a tool in a case on a book.

    Attributes
    ----------
    makes : str
        What came out.
    runs : int
        How often it was measured.
    seconds, driver, tree : float
        As of `measure.Run`.
    right : bool
        Whether no run left anything stale.
    """

    book: str
    case: str
    tool: str
    makes: str
    runs: int
    seconds: float
    driver: float
    tree: float
    right: bool


@dataclass
class Results:
    """All runs, each as it was measured.

    Attributes
    ----------
    machine : str
        Where they were measured.
    runs : list of dict
        Book, case, tool, what it makes, and what it took.
    starts : dict of str to float
        What starting up takes, in seconds.
    """

    machine: str = ""
    runs: list[dict] = field(default_factory=list)
    starts: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Results":
        """Read what was measured so far, on this machine or another."""
        return cls(**json.loads(FILE.read_text(encoding="utf-8"))) if FILE.is_file() else cls()

    def write(self) -> None:
        """Keep what was measured."""
        rows = ",\n".join(json.dumps(one) for one in self.runs)
        FILE.write_text(
            f'{{\n"machine": {json.dumps(self.machine)},\n'
            f'"starts": {json.dumps(self.starts)},\n"runs": [\n{rows}\n]\n}}\n',
            encoding="utf-8",
        )

    def add(self, what: dict[str, str], took: Run, right: bool) -> None:
        """Add a run of a book, case, tool and what it makes; keep it."""
        self.machine = here()
        told = {name: round(getattr(took, name), 3) for name in MEASURES}
        self.runs.append({**what, **told, "right": right})
        self.write()

    def forget(self, book: str) -> None:
        """Forget all runs on a book."""
        self.runs = [one for one in self.runs if one["book"] != book]

    def seconds(self, **what: str) -> list[float]:
        """Give the times of all runs of a book, case, tool and what it makes."""
        return [one["seconds"] for one in self.runs if what.items() <= one.items()]

    def rows(self) -> list[Row]:
        """Give the medians, in the order in which they were measured."""
        groups: dict[tuple, list[dict]] = {}
        for one in self.runs:
            key = (one["book"], one["case"], one["tool"], one["makes"])
            groups.setdefault(key, []).append(one)
        return [
            Row(
                *key,
                len(group),
                *(statistics.median(one[name] for one in group) for name in MEASURES),
                all(one["right"] for one in group),
            )
            for key, group in groups.items()
        ]


def here() -> str:
    """Describe this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}"
    )
