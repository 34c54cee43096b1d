"""Checks of the tables: sums, counts and orders that must hold, each a named function.

Each function returns a stated and a computed value. Where the check is a rule rather than a sum,
what is computed is the number of rows that break it, and what is stated is none. A module holds
the checks of one source, or of one kind; importing it registers them.
"""

from helpers.book.table_checks import (
    commitments,
    context,
    donors,
    glossary,
    lists,
    observations,
    thesis,
    united_nations,
)
from helpers.book.table_checks.registry import CHECKS
from helpers.evidence import package
from helpers.evidence.relations import Verdict

__all__ = [
    "commitments",
    "context",
    "donors",
    "glossary",
    "lists",
    "observations",
    "thesis",
    "united_nations",
    "verdicts",
]

# Whose tables the checks speak of. By its name, not by the tables it has: one that is lost is told.
PACKAGE = "ecuador-security-cooperation"


def verdicts() -> list[Verdict]:
    """Run every check; there is none of another package's tables.

    Examples
    --------
    >>> all(one.expected for one in verdicts())
    True
    """
    if package.descriptor()["name"] != PACKAGE:
        return []
    return [verdict() for verdict in CHECKS.values()]
