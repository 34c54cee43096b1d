"""What the project's extensions register with Sphinx, known without Sphinx.

Verification asks here which roles and directives there are and what they print, so that one which
is added later is covered by itself.
"""

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
    """Ask the extensions of this project that ``_config.yml`` names what they register."""
    made = Registry()
    given = (yaml_file.read(paths.CONFIG).get("sphinx") or {}).get("extra_extensions") or []
    ours = __name__.partition(".")[0]
    for name in given:
        if name.partition(".")[0] == ours:
            import_module(name).setup(made)
    return made
