"""Stand-ins for libraries that compiling imports and never uses.

MyST-NB and Jupyter Book import what executes notebooks, and Sphinx what asks other hosts, before
it is known whether anything of that will be done. Compiling does none of it: the chapters are
executed, and the book is built offline. Those imports would take a third of its start.
"""

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

LIBRARIES = {"jupyter_cache", "jupyter_client", "nbclient", "requests", "urllib3"}


class StandIn(Exception):  # noqa: N818  it may stand for an error, and is none
    """What stands for a class or function: it can be named, inherited from and made, not used."""

    def __init__(self, *_, **__):
        super().__init__()

    def __call__(self, *_, **__):
        """Refuse."""
        self._refuse()

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()

    def _refuse(self) -> None:
        raise RuntimeError(
            f"{type(self).__module__}.{type(self).__name__} is used, but {__name__} takes it for "
            "unused. Take its library out of LIBRARIES there."
        )


class _Module(ModuleType):
    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (StandIn,), {"__module__": self.__name__})


class _Finder:
    """Finds and loads a stand-in for each of the libraries and whatever is said to be in it."""

    def find_spec(self, name: str, path, target=None) -> ModuleSpec | None:
        if name.partition(".")[0] in LIBRARIES:
            return ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def stand_in() -> None:
    """Let this process, which must be there only to compile, import the stand-ins."""
    sys.meta_path.insert(0, _Finder())
