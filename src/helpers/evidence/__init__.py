"""The ground floor: tables, facts, sources and geodata, as `data/` holds them.

Nothing heavy is imported before it is used: importing this package does not load pandas.
"""

from helpers.evidence.facts import computed, fact, value
from helpers.evidence.tables import table

__all__ = ["computed", "fact", "place", "place_names", "provinces", "routes", "table", "value"]


def __getattr__(name):
    if name in {"place", "place_names", "provinces", "routes"}:
        from helpers.evidence import geodata

        return getattr(geodata, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
