"""What a verification finds: how each thing came out, and how that is counted in words."""

from collections import Counter
from dataclasses import dataclass, field

from helpers import paths
from helpers.engine.verify.baseline import Figure, Record

SAME, CHANGED, NEW, GONE, FAILED, SKIPPED = "same", "changed", "new", "gone", "failed", "skipped"
NOUNS = {
    "baseline": ("baseline file", "baseline files"),
    "input": ("input problem", "input problems"),
    "chapter": ("chapter", "chapters"),
    "figure": ("figure", "figures"),
    "table": ("table", "tables"),
    "layer": ("map layer", "map layers"),
    "fact": ("fact", "facts"),
    "page": ("page", "pages"),
    "parameter": ("parameter", "parameters"),
    "data": ("data file", "data files"),
}


@dataclass(frozen=True)
class Outcome:
    """How one thing came out.

    Attributes
    ----------
    kind : str
        ``chapter``, ``figure``, ``table``, ``layer``, ``fact``, ``page``, ``parameter``, ``data``;
        or ``baseline`` and ``input`` for what could not be read.
    name : str
        Its id; by it a person accepts it.
    state : str
        ``same``, ``changed``, ``new``, ``gone``; ``failed`` when it could not be made or compared,
        ``skipped`` when something told elsewhere is the reason.
    told : tuple of str
        What differs, in words.
    before, after : Figure, optional
        What was accepted and what came out, of figures and tables.
    """

    kind: str
    name: str
    state: str = SAME
    told: tuple[str, ...] = ()
    before: Figure | None = None
    after: Figure | None = None

    def __str__(self):
        return "\n".join(f"{self.name}: {one}" for one in self.told)


@dataclass
class Verification:
    """What a verification found.

    Attributes
    ----------
    outcomes : list of Outcome
        One a chapter, figure, table, fact, parameter and file of data.
    made : Record
        What the book came out as.
    seconds, comparing : float
        Time taken in all, and by the comparison.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    made: Record = field(default_factory=Record)
    seconds: float = 0.0
    comparing: float = 0.0

    @property
    def differing(self) -> list[Outcome]:
        """What is not as accepted, but for what is so for a reason told elsewhere."""
        return [outcome for outcome in self.outcomes if outcome.state not in {SAME, SKIPPED}]

    @property
    def passed(self) -> bool:
        """Whether everything is as accepted."""
        return all(outcome.state == SAME for outcome in self.outcomes)

    @property
    def counts(self) -> dict[str, Counter]:
        """How many of each kind there are in each state."""
        states: dict[str, Counter] = {}
        for outcome in self.outcomes:
            states.setdefault(outcome.kind, Counter())[outcome.state] += 1
        return states


def verdict(verification: Verification) -> str:
    """Say in one sentence how it came out."""
    took = f"{verification.seconds:.1f} s"
    if verification.passed:
        return f"{counted(verification.outcomes)}: all came out as accepted, in {took}."
    page = f"{paths.relative(paths.VERIFICATION)}/index.html shows before and after"
    failed = any(outcome.state == FAILED for outcome in verification.outcomes)
    return (
        f"{counted(verification.differing)} not as accepted, of {counted(verification.outcomes)}, "
        f"in {took}; {page}.{'' if failed else ' Take over: book accept'}"
    )


def counted(outcomes: list[Outcome]) -> str:
    """Count things by their kind: ``2 figures, 1 fact``."""
    counts = []
    for kind, (singular, plural) in NOUNS.items():
        if count := sum(outcome.kind == kind for outcome in outcomes):
            counts.append(f"{count} {singular if count == 1 else plural}")
    return ", ".join(counts) or "nothing"
