"""The first floor: style, charts, maps and the publishing of a figure."""

from importlib import import_module

from helpers.figures.publish import publish

__all__ = ["charts", "maps", "publish", "style"]


def __getattr__(name):
    if name in {"charts", "maps", "style"}:
        return import_module(f"helpers.figures.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
