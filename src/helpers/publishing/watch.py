"""Watching a process: every file it looks at is recorded, and what it must not do is refused."""

import os
import sys
from importlib.util import source_from_cache
from pathlib import Path

NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"}
PROGRAMS = {
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "subprocess.Popen",
}
CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
GDAL = "get_vsi_path_or_buffer"  # what every reading function of pyogrio calls with the path
REGENERATED = {"__pycache__", ".ipynb_checkpoints"}


class RefusedError(PermissionError):
    """A chapter tried what would make its result depend on more than the project."""


class Watch:
    """Record what a process looks at in a project; refuse network, programs and writing there.

    Looking is opening a file, listing a folder, importing a module, and asking whether a file is
    there: a chapter may do one thing while a file is missing and another once it appears.
    An audit hook cannot be taken away, so a watch is for a process that ends with its notebook.

    Parameters
    ----------
    root : Path
        The project.
    scratch : Path
        The folder in which the process may write.
    """

    def __init__(self, root: Path, scratch: Path):
        self._root = root
        self._scratch = f"{scratch}{os.sep}"
        # The environment may lie within the project (.venv), and the project within its prefix.
        self._environment = [Path(sys.prefix), Path(sys.base_prefix), Path(os.__file__).parent]
        self._opened: set[str] = set()
        self._asked: set[str] = set()
        self._listed: set[str] = set()
        self._imported: set[str] = set()
        self._on = False

    def start(self) -> None:
        """Begin to watch."""
        for name in ("access", "lstat", "stat"):  # asking raises no audit event
            setattr(os, name, self._asking(getattr(os, name)))
        for module in [one for name, one in sys.modules.items() if name.startswith("pyogrio.")]:
            if hasattr(module, GDAL):  # it opens files by itself, past Python
                setattr(module, GDAL, self._asking(getattr(module, GDAL), (str, os.PathLike)))
        self._on = True
        sys.addaudithook(self._hook)

    def stop(self) -> None:
        """Cease to watch."""
        self._on = False

    def inputs(self) -> list[str]:
        """List what was looked at in the project, from its root; folders end in a slash."""
        files = {path for path in self._opened | self._asked if not os.path.isdir(path)}
        files |= {
            place for name in self._imported - sys.modules.keys() for place in self._places(name)
        }
        named = {self._name(path) for path in map(Path, files) if self._is_project(path)}
        named |= {
            f"{self._name(path)}/" for path in map(Path, self._listed) if self._is_project(path)
        }
        return sorted(named)

    def outside(self) -> list[str]:
        """Files opened that are neither the project's nor the environment's."""
        home = Path.home()
        known = [*self._environment, home / ".ipython", home / ".cache", home / ".config"]
        known += map(Path, (self._scratch, "/proc", "/sys", "/dev", "/etc", "/usr"))
        return sorted(
            path
            for path in self._opened
            if not self._is_project(Path(path))
            and not any(Path(path).is_relative_to(one) for one in known)
            and not os.path.isdir(path)
        )

    def _hook(self, event: str, args: tuple) -> None:
        if not self._on:
            return
        if event == "open":
            self._open(*args)
        elif event in {"os.listdir", "os.scandir"}:
            # Python's own search for modules lists folders too; what it finds is seen as opened.
            known = not isinstance(args[0], int)  # else an open folder's number, as rmtree asks
            if known and "importlib" not in sys._getframe(1).f_code.co_filename:
                self._listed.add(_absolute(args[0] or "."))
        elif event == "import":
            self._imported.add(args[0])
        elif event in CHANGES:
            for path in args[:2]:
                if isinstance(path, (str, bytes)):
                    self._refuse_writing(_absolute(path))
        elif event in NETWORK:
            raise RefusedError(
                "chapters execute without the network, so that the book can be built offline and "
                "comes out the same. Put what you need into data/, with its source."
            )
        elif event in PROGRAMS:
            raise RefusedError(
                "chapters start no programs and no processes: what those read would not be seen, "
                "and the book could go stale."
            )

    def _open(self, path, mode, flags) -> None:
        if not isinstance(path, (str, bytes)):  # an open file's number
            return
        path = _absolute(path)
        writes = any(one in mode for one in "wax+") if mode else (flags or 0) & WRITING
        if writes:
            self._refuse_writing(path)
        else:
            self._opened.add(path)

    def _refuse_writing(self, path: str) -> None:
        if self._is_project(Path(path)) and not REGENERATED & set(Path(path).parts):
            raise RefusedError(
                f"writes {path}. Chapters change nothing in the project; figures, tables and "
                "values reach the book through publish(…) and computed(…)."
            )

    def _asking(self, ask, kinds=(str, bytes, os.PathLike)):
        def asking(path, *args, **kwargs):
            if self._on and isinstance(path, kinds):
                self._asked.add(_absolute(path))
            return ask(path, *args, **kwargs)

        return asking

    def _is_project(self, path: Path) -> bool:
        return (
            path.is_relative_to(self._root)
            and not str(path).startswith(self._scratch)
            and not any(
                path.is_relative_to(one)
                for one in self._environment
                if one.is_relative_to(self._root)
            )
        )

    def _places(self, module: str) -> list[str]:
        """Where a module of the project that could not be imported would have to lie."""
        if not module.startswith("helpers."):
            return []
        base = self._root.joinpath("src", *module.split("."))
        return [f"{base}.py", f"{base}/__init__.py"]

    def _name(self, path: Path) -> str:
        if path.suffix == ".pyc" and path.parent.name == "__pycache__":
            path = Path(source_from_cache(path))
        return path.relative_to(self._root).as_posix()


def _absolute(path) -> str:
    return os.path.abspath(os.fsdecode(path))
