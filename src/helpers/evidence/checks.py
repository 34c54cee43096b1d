"""Arithmetic that must hold: each relation named, with its stated and its computed value.

`relations` evaluates the rows of ``relations.csv``, arithmetic over observations;
`helpers.evidence.table_checks` holds the checks of the other tables. Both give a `Verdict` each. A
relation that names a discrepancy is known not to hold, and must go on not to hold.
"""

import ast
import operator
import re
from dataclasses import dataclass

from helpers.errors import BookError
from helpers.evidence.facts import value
from helpers.evidence.tables import rows

OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
ROUNDING = 1e-9  # what floating point may lose


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
    """

    name: str
    about: str
    stated: float
    computed: float
    tolerance: float = 0
    discrepancy: str = ""

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

    @property
    def ids(self) -> list[str]:
        """The observations that the relation speaks of, the stated one first."""
        stated = [] if is_number(self.stated) else [self.stated]
        return stated + re.findall(r"`([^`]+)`", self.computed)

    def evaluate(self) -> Verdict:
        """Compute both sides."""
        stated = float(self.stated) if is_number(self.stated) else value(self.stated)
        return Verdict(
            name=self.name,
            about=self.about,
            stated=stated,
            computed=arithmetic(self.computed),
            tolerance=self.tolerance,
            discrepancy=self.discrepancy,
        )


def relations() -> list[Verdict]:
    """Evaluate every relation of ``relations.csv``.

    Examples
    --------
    >>> verdict = relations()[0]
    >>> verdict.name, verdict.stated, verdict.computed, verdict.holds
    ('prisons.overcrowding', 8796.0, 8796.0, True)
    """
    return [
        Relation(**{**row, "tolerance": float(row["tolerance"])}).evaluate()
        for row in rows("relations")
    ]


def surprises() -> list[str]:
    """Tell every relation and table check whose outcome is not the one on record."""
    from helpers.evidence import table_checks

    return [
        f"{one.name}: {one.about}: stated {one.stated:g}, computed {one.computed:g} "
        f"(tolerance {one.tolerance:g}), "
        + (
            f"so it holds, although {one.discrepancy} says it does not. Mend the discrepancy."
            if one.holds
            else "so it does not hold. Mend the data, or add a discrepancy that explains it."
        )
        for one in [*relations(), *table_checks.verdicts()]
        if not one.expected
    ]


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
    ids = re.findall(r"`([^`]+)`", expression)
    names = {f"_{number}": value(id) for number, id in enumerate(ids)}
    counter = iter(names)
    python = re.sub(r"`[^`]+`", lambda _: next(counter), expression)
    try:
        return _evaluate(ast.parse(python, mode="eval").body, names)
    except ZeroDivisionError:
        raise BookError(f"relation {expression!r}: divides by nothing.") from None
    except (SyntaxError, KeyError, TypeError):
        raise BookError(
            f"relation {expression!r}: expected arithmetic with + - * / ( ) over numbers and "
            "observation ids in backquotes."
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


def is_number(text: str) -> bool:
    """Whether the text is a plain decimal number."""
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
