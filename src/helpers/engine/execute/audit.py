"""Watching a process: every file it looks at is recorded, and what it must not do is refused."""

import glob
import os
import re
import sys
from collections.abc import Callable, Iterable
from importlib.util import source_from_cache
from pathlib import Path
from urllib.parse import unquote

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
PATHS = (str, bytes, os.PathLike)
# GDAL opens files by itself, past Python. What pyogrio calls with the path, whatever it is to do:
GDAL_READS = ("get_vsi_path_or_buffer",)
GDAL_WRITES = ("_get_write_path_driver", "ogr_vsi_rmtree", "ogr_vsi_unlink")
# What may stand before the path of an archive: /vsizip/, /vsizip/{, zip://, zip+gzip://.
ARCHIVED = re.compile(r"(?:[a-z+]+://|/+vsi\w+/(?:vsi\w+/)*)*\{?")
# What GDAL may be given that is no path: a database, an address, a part of a file.
UNSEEN = re.compile(
    r"/vsi(?!(?:7z|gzip|mem|rar|tar|zip)/)|(?!(?:\+?(?:file|gzip|tar|zip))+:)[\w+]+:"
)
# What may lie beside a file of the same stem and belong to it.
SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".csvt", ".gfs", ".xsd")
REGENERATED = {"__pycache__", ".ipynb_checkpoints"}


class RefusedError(PermissionError):
    """A chapter tried what would make its result depend on more than the project."""


class Watch:
    """Record what a process looks at in a project; refuse network, programs and writing there.

    Looking is opening a file, listing a folder, importing a module, and asking whether a file or a
    folder is there: a chapter may do one thing while it is missing and another once it appears.
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
        self._sources: set[str] = set()  # what GDAL was given to read
        self._imported: set[str] = set()
        self._on = False

    def start(self) -> None:
        """Begin to watch."""
        for name in ("access", "lstat", "stat"):  # asking raises no audit event
            self._tell(os, name, self._ask)
        for module in [one for name, one in sys.modules.items() if name.startswith("pyogrio.")]:
            for name in GDAL_READS:
                self._tell(module, name, self._read_by_gdal, (str, os.PathLike))  # bytes: content
            for name in GDAL_WRITES:
                self._tell(module, name, self._write_by_gdal)
        for name in ("sqlite3", "sqlite3.dbapi2"):
            if (module := sys.modules.get(name)) is not None:  # IPython has loaded it
                module.connect = self._read_only(module.connect)
        self._on = True
        sys.addaudithook(self._hook)

    def stop(self) -> None:
        """Cease to watch."""
        self._on = False

    def inputs(self) -> list[str]:
        """List what was looked at in the project, from its root.

        A folder whose names were listed ends in a slash; one that was only asked for does not.
        """
        read = self._opened | self._sources
        folders = {path for path in read if os.path.isdir(path)}  # opened to be listed
        files = self._opened - folders
        # Folders around the scratch folder are there for this execution's sake.
        files |= {path for path in self._asked if not self._scratch.startswith(f"{path}{os.sep}")}
        files |= {
            place for name in self._imported - sys.modules.keys() for place in self._places(name)
        }
        files |= {path for source in self._sources for path in _looked_at_by_gdal(source)}
        listed = {f"{name}/" for name in self._names(self._listed | folders)}
        return sorted(self._names(files) | listed)

    def outside(self) -> list[str]:
        """Return the files opened that are neither the project's nor the environment's."""
        home = Path.home()
        known = [*self._environment, home / ".ipython", home / ".cache", home / ".config"]
        known += map(Path, (self._scratch, "/proc", "/sys", "/dev", "/etc", "/usr"))
        opened = {path for path in self._opened if not os.path.isdir(path)}
        sources = map(_file_of, self._sources)
        opened |= {path for path in sources if os.path.exists(path)}  # a folder, too
        return sorted(
            path
            for path in opened
            if not self._is_project(Path(path))
            and not any(Path(path).is_relative_to(one) for one in known)
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
        elif event == "sqlite3.connect":
            if isinstance(args[0], PATHS) and (path := _database(args[0])):
                self._open_database(path)
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

    def _open_database(self, path: str) -> None:
        """Take note of a file that SQLite opens past Python; one that is not there, it makes."""
        self._asked |= {f"{path}{end}" for end in ("", "-journal", "-wal")}
        if os.path.exists(path):
            self._opened.add(path)
        else:
            self._refuse_writing(path)

    def _read_only(self, connect: Callable) -> Callable:
        """Let SQLite write to no database of the project."""

        def connecting(database, *args, **kwargs):
            connection = connect(database, *args, **kwargs)
            if self._on and (path := _database(database)) and self._is_project(Path(path)):
                connection.execute("PRAGMA query_only = ON")
            return connection

        return connecting

    def _read_by_gdal(self, source: str) -> None:
        if UNSEEN.match(source):
            raise RefusedError(
                f"reads {source} through GDAL, which does not say what files those are. Give it "
                "the path of a file in data/, of a folder or of an archive."
            )
        if not source.startswith("/vsimem/"):
            self._sources.add(_on_disk(source))

    def _write_by_gdal(self, target: str) -> None:
        if not target.startswith("/vsimem/"):
            self._refuse_writing(_on_disk(target))

    def _refuse_writing(self, path: str) -> None:
        if self._is_project(Path(path)) and not REGENERATED & set(Path(path).parts):
            raise RefusedError(
                f"writes {path}. Chapters change nothing in the project; figures, tables and "
                "values reach the book through publish(…) and computed(…)."
            )

    def _ask(self, path: str) -> None:
        self._asked.add(_absolute(path))

    def _tell(self, module, name: str, look: Callable[[str], None], kinds=PATHS) -> None:
        """Have a function of a module, if it has it, tell the path that it is called with."""
        call = getattr(module, name, None)

        def telling(path, *args, **kwargs):
            if self._on and isinstance(path, kinds):
                look(os.fsdecode(path))
            return call(path, *args, **kwargs)

        if call is not None:
            setattr(module, name, telling)

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
        """Return where a module of the project that could not be imported would have to lie."""
        if not module.startswith("helpers."):
            return []
        base = self._root.joinpath("src", *module.split("."))
        return [f"{base}.py", f"{base}/__init__.py"]

    def _names(self, paths: Iterable[str]) -> set[str]:
        """Name those of some paths that lie in the project, and that do not come by themselves."""
        possible = map(Path, filter(_is_possible, paths))
        names = {self._name(path) for path in possible if self._is_project(path)}
        return {name for name in names if not REGENERATED & set(name.split("/"))}

    def _name(self, path: Path) -> str:
        if path.suffix == ".pyc" and path.parent.name == "__pycache__":
            path = Path(source_from_cache(path))
        return path.relative_to(self._root).as_posix()


def _absolute(path) -> str:
    return os.path.abspath(os.fsdecode(path))


def _is_possible(path: str) -> bool:
    """Return whether a file can have such a name; what is asked for may be any text."""
    parts = (part.encode(errors="replace") for part in path.split(os.sep))
    return "\0" not in path and len(path) < 4096 and all(len(one) < 256 for one in parts)


def _database(given) -> str:
    """Return where the database lies that SQLite is to open; empty when that is in memory."""
    path = os.fsdecode(given)
    if path.startswith("file:"):
        path, _, how = unquote(path.removeprefix("file:")).partition("?")
        path = "" if "mode=memory" in how else path
    return "" if path in {"", ":memory:"} else _absolute(path)


def _on_disk(source: str) -> str:
    """Return where GDAL's input lies; for what is in an archive, a path that begins with its."""
    before = ARCHIVED.match(source).group()
    return _absolute(source.removeprefix(before).partition("}" if before[-1:] == "{" else "!")[0])


def _file_of(source: str) -> str:
    """Name the archive that a path leads into, or else the path itself."""
    places = map(str, (Path(source), *Path(source).parents))
    return next((one for one in places if os.path.isfile(one)), source)


def _looked_at_by_gdal(source: str) -> set[str]:
    """Name the files of a folder; of a file, all that have its stem, and sidecars not there yet."""
    path = Path(_file_of(source))
    if os.path.isdir(path):
        return {str(one) for one in path.iterdir() if one.is_file()}
    if not _is_possible(source):
        return set()
    beside = path.parent.glob(f"{glob.escape(path.stem)}.*")
    return {str(path), *map(str, beside), *(str(path.with_suffix(one)) for one in SIDECARS)}
