"""What the project's extensions register, known without Sphinx.

``_config.yml`` names them, which is the one place where a book is plugged into the engine.
Verification asks here which roles and directives there are and what they print, so that one which
is added later is covered by itself.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Protocol, runtime_checkable

from helpers import paths
from helpers.engine.pages import yaml_file


@runtime_checkable
class PrintsFacts(Protocol):
    """A role that says what it prints; see `helpers.engine.sphinx_ext.roles.PrintingRole`."""

    def facts(self, content: str) -> list[str]:
        """Return the ids of the facts that it prints."""

    def written(self, found) -> str:
        """Return a fact as it prints it."""

    def sentence(self, content: str) -> str:
        """Return the Markdown that it prints in its place."""


@dataclass(frozen=True)
class Book:
    """What a book tells the engine of itself: the attribute ``BOOK`` of its extension.

    Attributes
    ----------
    table_checks : callable
        Gives what the book's own checks of its tables found, each a
        `helpers.evidence.relations.Verdict`.
    context : str
        What stands before a source that gives context, such as ``Context``.
    context_note : str
        What a fact's note says of such a source, as a sentence.
    closing : frozenset of str
        Headings of the sections in which a chapter tells how good its evidence is.
    about_sources : re.Pattern
        What in a sentence shows that it speaks of the sources instead of the world.
    search_entries : callable
        Gives what can be found beside what the pages hold, each a
        `helpers.engine.sphinx_ext.search.entries.SearchEntry`, for a `PageWriter`.
    """

    table_checks: Callable[[], Iterable] = tuple
    context: str = "Context"
    context_note: str = "Context."
    closing: frozenset[str] = frozenset()
    about_sources: re.Pattern = re.compile(r"(?!)")
    search_entries: Callable[[object], Iterable] = lambda page: ()


@dataclass
class Registry:
    """Stands for the Sphinx application while extensions are set up, and keeps what they register.

    Attributes
    ----------
    roles : dict of str to PrintsFacts
        The roles, by name.
    directives : dict of str to type
        The directives' classes, by name. One that publishes more than its page shows says what in
        a static method ``published``: tables, the header first, with a note, by id.
    """

    roles: dict = field(default_factory=dict)
    directives: dict = field(default_factory=dict)

    def add_role(self, name: str, role, override: bool = False) -> None:
        """Keep a role."""
        self.roles[name] = role

    def add_directive(self, name: str, directive: type, override: bool = False) -> None:
        """Keep a directive."""
        self.directives[name] = directive

    def __getattr__(self, name: str):
        """Let extensions register all else, for nothing."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_, **__: None


@cache
def registry() -> Registry:
    """Ask the extensions of this project what they register with Sphinx."""
    registered = Registry()
    for name in _extensions():
        import_module(name).setup(registered)
    return registered


@cache
def book() -> Book:
    """Ask the extensions of this project, the engine's own aside, what the book tells of itself."""
    engine = __name__.rpartition(".")[0]
    for name in _extensions():
        if not name.startswith(f"{engine}.") and (found := getattr(import_module(name), "BOOK", 0)):
            return found
    return Book()


def _extensions() -> list[str]:
    """List the extensions of this project that ``_config.yml`` names."""
    given = (yaml_file.read(paths.CONFIG).get("sphinx") or {}).get("extra_extensions") or []
    ours = __name__.partition(".")[0]
    return [name for name in given if name.partition(".")[0] == ours]
