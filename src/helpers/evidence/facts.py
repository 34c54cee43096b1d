"""Facts: the quantities that sentences print, each with its way back to the source."""

import json
import re
from dataclasses import asdict, dataclass, field
from functools import cache

from helpers import paths
from helpers.errors import BookError, nearest
from helpers.evidence.numbers import quantity, rounded
from helpers.evidence.tables import rows

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")


@dataclass(frozen=True)
class Fact:
    """A quantity as the book prints it and where it comes from.

    Attributes
    ----------
    text : str
        The value with its digits and unit, as sentences print it.
    status : str
        ``as-printed``, ``corrected``, ``disputed`` or ``computed``.
    source, locator, line, cited, literal : str
        The source's id, the place in it, the line of its text, the BibTeX key of the work that the
        source itself cites, the number as printed. Empty for a computed value.
    of : tuple of str
        For a computed value, the ids that it was computed from.
    """

    id: str
    indicator: str
    value: float
    unit: str
    text: str
    status: str
    place: str = ""
    period: str = ""
    source: str = ""
    locator: str = ""
    line: str = ""
    cited: str = ""
    literal: str = ""
    note: str = ""
    of: tuple[str, ...] = field(default=())


@cache
def observations() -> dict[str, Fact]:
    """Return every row of ``observations.csv`` as a fact, by id."""
    return {row["id"]: _from_row(row) for row in rows("observations")}


def fact(id: str) -> Fact:
    """Look up the observation of that id.

    Raises
    ------
    BookError
        When there is none; ids near it are suggested.
    """
    try:
        return observations()[id]
    except KeyError:
        raise unknown(id, observations()) from None


def value(id: str) -> float:
    """Look up the value of an observation, in the unit that ``observations.csv`` states for it."""
    return fact(id).value


def unknown(id: str, known) -> BookError:
    """Make the error for a fact that does not exist, with the ids nearest to it."""
    return BookError(
        f"fact {id!r}: neither in data/observations.csv nor declared with computed(…) in a "
        f"chapter.{nearest(id, known)}"
    )


def computed(
    id: str, value: float, unit: str, *, of: list[str], indicator: str, digits: int | None = None
) -> None:
    """Declare a value that a chapter computes, so that ``{fact}`` can print and explain it.

    Parameters
    ----------
    id : str
        A new id, of the same form as those of ``observations.csv``.
    value : float
        The value, in `unit`.
    unit : str
        An id of ``units.csv``.
    of : list of str
        What it was computed from: ids of observations, names of tables (``table:events``).
    indicator : str
        What it measures, in a few words.
    digits : int, optional
        Decimal places to print; of money from a million on, those of its millions or billions.
        Without it money is printed with what it needs, two at most, anything else without.

    Raises
    ------
    BookError
        When the id is malformed or taken by an observation, or something in `of` is unknown.
    """
    if not ID.fullmatch(id):
        raise BookError(
            f"computed({id!r}): an id is lower-case words joined by dots, such as prisons.growth."
        )
    if id in observations():
        raise BookError(f"computed({id!r}): data/observations.csv has that id; choose another.")
    for origin in of:
        if origin.startswith("table:"):
            rows(origin.removeprefix("table:"))
        elif origin not in observations() and not _declared(origin).exists():
            raise unknown(origin, observations())
    number, digits = rounded(value, unit, digits)
    made = Fact(
        id=id,
        indicator=indicator,
        value=number,
        unit=unit,
        text=quantity(number, unit, digits=digits),
        status="computed",
        of=tuple(of),
    )
    path = _declared(id)
    if path.exists() and json.loads(path.read_text(encoding="utf-8")) != _record(made):
        raise BookError(f"computed({id!r}): declared twice, with different values.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_record(made), indent=1, ensure_ascii=False), encoding="utf-8")


def read_computed(text: str) -> Fact:
    """Read a computed fact back from the JSON that `computed` wrote."""
    record = json.loads(text)
    return Fact(**{**record, "of": tuple(record["of"])})


def _record(made: Fact) -> dict:
    return {**asdict(made), "of": list(made.of)}


def _declared(id: str):
    return paths.bundles() / "facts" / f"{id}.json"


def _from_row(row: dict) -> Fact:
    kept = {name: row[name] for name in Fact.__dataclass_fields__ if name in row}
    number = float(row["value"])
    return Fact(
        **{**kept, "value": number, "text": quantity(number, row["unit"], literal=row["literal"])}
    )
