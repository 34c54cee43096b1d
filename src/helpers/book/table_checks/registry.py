"""How a check is registered, and how checks count and add up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from helpers.errors import BookError
from helpers.evidence import package
from helpers.evidence.relations import Verdict
from helpers.evidence.tables import rows

# What is stated, what is computed and, of a rule, the names of what breaks it.
Values = tuple[float, float, *tuple[str, ...]]
CHECKS: dict[str, Callable[[], Verdict]] = {}

MILLION = 10**6


def check(
    about: str, *tables: str, tolerance: float = 0, discrepancy: str = "", name: str = ""
) -> Callable:
    """Register a function that returns a stated and a computed value as a check.

    Parameters
    ----------
    about : str
        What the check says, in words.
    *tables : str
        The tables that it compares, which its author is sent to when it fails.
    tolerance : float
        How far apart the two values may be.
    discrepancy : str
        The discrepancy that explains why it does not hold; empty when it must hold.
    name : str
        Its name; the function's own when empty.
    """

    def register(function: Callable[[], Values]) -> Callable[[], Values]:
        title = name or f"tables.{function.__name__.replace('_', '-')}"

        def verdict() -> Verdict:
            where = ", ".join(map(package.file, tables))
            try:
                stated, computed, *offences = function()
            except (ArithmeticError, LookupError, RuntimeError, StopIteration, ValueError) as error:
                raise BookError(
                    f"{where}: {about} ({title}): cannot be computed ({error!r}), expected the "
                    "rows and cells that it needs. Restore them, or mend the check."
                ) from error
            return Verdict(
                title, about, stated, computed, tolerance, discrepancy, where, tuple(offences)
            )

        CHECKS[title] = verdict
        return function

    return register


def total(name: str, field: str, keep: Callable[[dict], bool] = lambda row: True) -> float:
    """Add up a field of a table over the rows to keep; empty cells count nothing."""
    return sum(float(row[field]) for row in rows(name) if row[field] and keep(row))


def total_and_parts(
    found: Sequence[dict[str, str]], amount: str, kind: str, part: str
) -> tuple[float, float]:
    """Add up the amounts of the rows of kind ``total``, and those of the kind of its parts."""
    return tuple(
        sum(float(row[amount]) for row in found if row[kind] == one) for one in ("total", part)
    )


def count(offences: Iterable) -> Values:
    """State that there are no offences; count and name those there are."""
    names = [" ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in offences]
    return 0, len(names), *names


def grouped(name: str, field: str) -> dict[str, list[dict[str, str]]]:
    """Group the rows of a table by the value of a field."""
    groups = defaultdict(list)
    for row in rows(name):
        groups[row[field]].append(row)
    return groups


def has_gap(found: Sequence[dict[str, str]], field: str) -> bool:
    """Return whether a field does not number the rows from 1 without a gap."""
    return sorted(int(row[field]) for row in found) != list(range(1, len(found) + 1))
