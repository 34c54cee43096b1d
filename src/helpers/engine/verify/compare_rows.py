"""Comparing two tables row by row: which row is which is found out from the data itself."""

import csv
import io
from dataclasses import dataclass
from itertools import combinations

KEYS = ("id", "year", "period", "date", "place", "name", "rank", "order")  # what often tells rows
WIDEST = 3  # columns of a key


@dataclass(frozen=True)
class RowDifference:
    """A row that changed, is new or is gone.

    Attributes
    ----------
    row : str
        What tells it from others: the key's values.
    cells : tuple of (str, str, str)
        Column, value before, value now. A new row has no values before, a lost one none now.
    state : str
        ``changed``, ``new`` or ``gone``.
    """

    row: str
    cells: tuple[tuple[str, str, str], ...]
    state: str

    def __str__(self):
        if self.state == "changed":
            told = "; ".join(
                f"{name} {old or 'empty'} → {new or 'empty'}" for name, old, new in self.cells
            )
            return f"row {self.row}, {told}"
        values = ", ".join(f"{name} {old or new}" for name, old, new in self.cells if old or new)
        return f"row {self.row} is {self.state}{f' ({values})' if values else ''}"


def difference(before: str, after: str) -> list[str | RowDifference]:
    """Compare two CSV texts.

    Returns
    -------
    list
        A sentence for each column that is new or gone, then the rows that differ in the others.
    """
    old, new = _columns(before), _columns(after)
    told = [f"column {name} is gone" for name in old if name not in new]
    told += [f"column {name} is new" for name in new if name not in old]
    shared = [name for name in old if name in new]
    return told + _rows(_select(old, shared), _select(new, shared), shared)


def _columns(text: str) -> dict[str, list[str]]:
    header, *rows = csv.reader(io.StringIO(text))
    return {name: [row[position] for row in rows] for position, name in enumerate(header)}


def _select(columns: dict[str, list[str]], names: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(columns[name] for name in names), strict=True))


def _rows(old: list[tuple], new: list[tuple], names: list[str]) -> list[RowDifference]:
    key = _key(old, new, names)
    before, after = _by_key(old, key), _by_key(new, key)
    found = []
    for one in sorted(before.keys() | after.keys(), key=_in_order):
        was, now = before.get(one), after.get(one)
        if was == now:
            continue
        state = "new" if was is None else "gone" if now is None else "changed"
        blank = ("",) * len(names)
        cells = tuple(
            (name, old_cell, new_cell)
            for position, (name, old_cell, new_cell) in enumerate(
                zip(names, was or blank, now or blank, strict=True)
            )
            if old_cell != new_cell and position not in key
        )
        shown = [part for part in one[: len(key)] if part] or [str(one[-1] + 1)]
        found.append(RowDifference(" · ".join(shown), cells, state))
    return found


def _key(old: list[tuple], new: list[tuple], names: list[str]) -> tuple[int, ...]:
    """Choose the columns that tell all rows apart and by which most rows of both are the same.

    Of equals the fewest, and those whose names often tell rows, then words before numbers: a
    measured value may happen to be unique. Without any, rows are matched whole.
    """

    def rank(position: int):
        name = names[position]
        words = any(not _is_number(row[position]) for row in old)
        return KEYS.index(name) if name in KEYS else len(KEYS), not words, position

    order = sorted(range(len(names)), key=rank)
    best, most = tuple(range(len(names))), -1
    for count in range(1, min(WIDEST, len(names)) + 1):
        for key in combinations(order, count):
            before = {tuple(row[one] for one in key) for row in old}
            after = {tuple(row[one] for one in key) for row in new}
            if len(before) == len(old) and len(after) == len(new) and len(before & after) > most:
                best, most = key, len(before & after)
    return best


def _by_key(rows: list[tuple], key: tuple[int, ...]) -> dict[tuple, tuple]:
    """Index rows by their key; equal keys are told apart by a counter."""
    found: dict[tuple, tuple] = {}
    for row in rows:
        value, again = tuple(row[one] for one in key), 0
        while (*value, again) in found:
            again += 1
        found[*value, again] = row
    return found


def _in_order(key: tuple):
    return [(0, float(one), "") if _is_number(one) else (1, 0.0, str(one)) for one in key]


def _is_number(text) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
