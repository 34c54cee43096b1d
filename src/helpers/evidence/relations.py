"""Arithmetic that must hold: each relation named, with its stated and its computed value.

`relations` evaluates the rows of ``relations.csv``, arithmetic over observations. A relation that
names a discrepancy is known not to hold, and must go on not to hold. A book's checks of its other
tables give a `Verdict` each, too.
"""

import ast
import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass

from helpers.errors import BookError
from helpers.evidence import package
from helpers.evidence.facts import value
from helpers.evidence.tables import rows

OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
IN_BACKQUOTES = re.compile(r"`([^`]+)`")
ROUNDING = 1e-9  # what floating point may lose
NAMED = 5  # how many of the rows that break a rule a message names


@dataclass(frozen=True)
class Verdict:
    """A relation with its two values.

    Attributes
    ----------
    name, about : str
        Its name and what it says.
    stated, computed : float
        What the source states, and what follows from the rest of the data.
    tolerance : float
        How far apart the two may be.
    discrepancy : str
        The discrepancy that explains why it does not hold; empty when it must hold.
    where : str
        The file and row, or the files, that it was read in.
    offences : tuple of str
        What breaks a rule, by name; empty where two numbers are compared.
    """

    name: str
    about: str
    stated: float
    computed: float
    tolerance: float = 0
    discrepancy: str = ""
    where: str = ""
    offences: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the two values agree within the tolerance."""
        return abs(self.stated - self.computed) <= self.tolerance + ROUNDING

    @property
    def expected(self) -> bool:
        """Whether the outcome is the one on record."""
        return self.holds != bool(self.discrepancy)


@dataclass(frozen=True)
class Relation:
    """A relation that should hold among observations: a row of ``relations.csv``.

    Attributes
    ----------
    name, about : str
        Its name and what it says.
    stated : str
        An observation's id, or a number.
    computed : str
        Arithmetic over numbers and observation ids in backquotes.
    tolerance : float
        How far apart the two may be, from the digits printed.
    discrepancy : str
        The discrepancy that explains why it does not hold; empty when it must hold.
    """

    name: str
    about: str
    stated: str
    computed: str
    tolerance: float = 0
    discrepancy: str = ""

    def evaluate(self, where: str = "") -> Verdict:
        """Compute both sides of the relation that stands there."""
        stated = float(self.stated) if _is_number(self.stated) else value(self.stated)
        return Verdict(
            name=self.name,
            about=self.about,
            stated=stated,
            computed=arithmetic(self.computed),
            tolerance=self.tolerance,
            discrepancy=self.discrepancy,
            where=where,
        )


def named_observations(stated: str, computed: str) -> list[tuple[str, str]]:
    """List the ids that the two sides of a relation name, each with the field that names it.

    Examples
    --------
    >>> named_observations("a.whole", "`a.part` + 2")
    [('stated', 'a.whole'), ('computed', 'a.part')]
    """
    named = [] if _is_number(stated) else [("stated", stated)]
    return named + [("computed", id) for id in IN_BACKQUOTES.findall(computed)]


def relations() -> list[Verdict]:
    """Evaluate every relation of ``relations.csv``; a project without that table has none.

    Examples
    --------
    >>> verdict = relations()[0]
    >>> verdict.name, verdict.stated, verdict.computed, verdict.holds
    ('prisons.overcrowding', 8796.0, 8796.0, True)
    """
    if "relations" not in package.tables():
        return []
    file = package.file("relations")
    return [
        Relation(**{**row, "tolerance": float(row["tolerance"])}).evaluate(f"{file}, row {number}")
        for number, row in enumerate(rows("relations"), start=2)
    ]


def surprises(more: Iterable[Verdict] = ()) -> list[str]:
    """Tell every relation and table check whose outcome is not the one on record.

    Parameters
    ----------
    more : iterable of Verdict
        What checks of other tables found.

    Returns
    -------
    list of str
        One message a surprise: file and row, or files, what was found, what was expected, what to
        do; empty when the tables agree with each other.
    """
    return [_told(one) for one in [*relations(), *more] if not one.expected]


def _told(one: Verdict) -> str:
    where = f"{one.where}: {one.about} ({one.name})"
    if one.holds:
        return (
            f"{where}: found {_number(one.computed)}, so it holds, although {one.discrepancy} says "
            "it does not. Mend the discrepancy."
        )
    if one.offences:
        found = f"found {len(one.offences)} against it, {_first(one.offences)}; expected none"
    else:
        found = f"found {_number(one.computed)}, expected {_number(one.stated)}"
        found += f", give or take {_number(one.tolerance)}" if one.tolerance else ""
    return f"{where}: {found}. Mend the data, or add a discrepancy that explains it."


def _first(offences: tuple[str, ...]) -> str:
    more = len(offences) - NAMED
    return ", ".join(offences[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _number(number: float) -> str:
    """Write all digits that count, and none of floating point's noise."""
    return f"{number:,.12g}"


def arithmetic(expression: str) -> float:
    """Evaluate arithmetic in which backquoted observation ids stand for their values.

    Raises
    ------
    BookError
        When the expression holds anything but numbers, ids and ``+ - * / ( )``, names an unknown
        observation, or divides by nothing.

    Examples
    --------
    >>> arithmetic("`prisons.population.2021-02` - 29897")
    8796.0
    """
    names = {f"_{number}": value(id) for number, id in enumerate(IN_BACKQUOTES.findall(expression))}
    counter = iter(names)
    python = IN_BACKQUOTES.sub(lambda _: next(counter), expression)
    try:
        return _evaluate(ast.parse(python, mode="eval").body, names)
    except ZeroDivisionError:
        raise BookError(
            f"data/relations.csv, field computed: {expression!r} divides by nothing. Mend the cell."
        ) from None
    except (SyntaxError, KeyError, TypeError):
        raise BookError(
            f"data/relations.csv, field computed: found {expression!r}, expected arithmetic with "
            "+ - * / ( ) over numbers and observation ids in backquotes. Mend the cell."
        ) from None


def _evaluate(node, names: dict[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as constant) if not isinstance(constant, bool):
            return constant
        case ast.Name(id=name):
            return names[name]
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATIONS[type(op)](_evaluate(left, names), _evaluate(right, names))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand, names)
    raise TypeError(node)


def _is_number(text: str) -> bool:
    """Return whether the text is a plain decimal number."""
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
