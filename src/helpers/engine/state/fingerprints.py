"""Digests of what a result depends on."""

import ast
import hashlib
import io
import os
import re
import sys
import sysconfig
import time
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from helpers import paths

LOCKED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
# How, and with what variables, all execute.
RUNNERS = ("execute/audit", "execute/papermill_engine", "execute/sandbox", "worker")
FOLDERS = ("chapters/", "data/", "src/helpers/")  # what a book is made from
IGNORED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}
FOLDER = "a folder"  # in place of a digest, whatever lies in it
CHANGED = "changed since"  # the digest of nothing
TICK = 20 * 10**6  # nanoseconds by which the clock that stamps files may lag behind the one we read


def of_bytes(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """Return the SHA-256 of a file; empty when there is none."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""


@cache
def of_code(text: str) -> str:
    """Return the digest of what Python code means: comments and blank lines do not count."""
    try:
        return of_bytes(ast.dump(ast.parse(text)).encode())
    except SyntaxError:  # a cell with IPython's own syntax, or a mistake that execution will tell
        return of_bytes(text.encode())


def of_cell(text: str) -> str:
    """Return the digest of what a code cell means and shows.

    A semicolon at its end, which means nothing, keeps its last value from being shown.
    """
    return of_code(text) + ";" * ends_in_semicolon(text)


def of_input(name: str) -> str:
    """Return the digest of what execution has looked at, named from the project's root.

    Of the meaning for Python, of the bytes for any other file, of the names in it for a folder that
    was listed (``data/geo/``, with the slash); `FOLDER` for one that was only asked for; empty when
    there is no such thing.
    """
    path = paths.ROOT / name
    if name.endswith("/"):
        return of_listing(path)
    if os.path.isdir(path):
        return FOLDER
    if path.suffix != ".py":
        return of_file(path)
    try:
        return of_code(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""


def of_listing(folder: Path) -> str:
    """Return the digest of the names in a folder; empty when there is none."""
    try:
        return of_bytes("\n".join(sorted(set(os.listdir(folder)) - IGNORED)).encode())
    except (FileNotFoundError, NotADirectoryError):
        return ""


def of_files(files: Iterable[Path]) -> str:
    """Return the digest of files' names and bytes, and of the environment."""
    told = [f"{paths.relative(file)} {of_file(file)}" for file in sorted(set(files))]
    return of_bytes("\n".join([*told, of_environment()]).encode())


def of_inputs() -> str:
    """Digest every file and folder that the book is made from, and the environment."""
    accepted = [file for file in paths.BASELINE.glob("*") if file.is_file()]  # pages say "verified"
    found = list(folders())
    files = [place / name for place, names in found for name in names]
    told = [f"{paths.relative(place)}/" for place, _ in found]
    return of_bytes("\n".join([*told, of_files([*_own(), *accepted, *files])]).encode())


def _own() -> list[Path]:
    """List the project's files beside its folders that the book is made from."""
    return [paths.CONFIG, paths.TOC, paths.CITATION, paths.LOCK]


class Snapshot:
    """What the book is made from now, to be compared with what lies there later."""

    def __init__(self):
        self._taken = time.time_ns() - TICK
        named = (
            f"{paths.relative(place)}/{name}" for place, names in folders() for name in ["", *names]
        )
        self._found = {
            name: _of_bytes_there(name) for name in (*map(paths.relative, _own()), *named)
        }

    @property
    def style(self) -> list[str]:
        """Names of the files among the code that are no code."""
        return [
            name
            for name in self._found
            if name.startswith("src/") and name[-1:] != "/" and not name.endswith(".py")
        ]

    def of_input(self, name: str) -> str:
        """Digest an input as the function of that name; `CHANGED` when it is not as it was."""
        now = of_input(name)
        if name in self._found:
            return now if _of_bytes_there(name) == self._found[name] else CHANGED
        if f"{name}/" in self._found:  # a folder that was asked for
            return now if now == FOLDER else CHANGED
        if name.startswith(FOLDERS):
            return ""
        return CHANGED if self._is_touched(name) else now

    def _is_touched(self, name: str) -> bool:
        """Return whether what nobody looked at then, or the folder that lacks it, was changed."""
        path = paths.ROOT / name
        if os.path.isdir(path) and not name.endswith("/"):
            return False  # it is there, whatever is done in it
        nearest = next(one for one in (path, *path.parents) if os.path.exists(one))
        return os.stat(nearest).st_ctime_ns > self._taken


def _of_bytes_there(name: str) -> str:
    path = paths.ROOT / name
    return of_listing(path) if name.endswith("/") else of_file(path)


@cache
def environment() -> dict[str, str]:
    """Tell what executes chapters: Python, the lock, what is installed of it, the runners."""
    locked = paths.LOCK.read_text(encoding="utf-8") if paths.LOCK.is_file() else ""
    names = {_normal(name) for name in LOCKED.findall(locked)}
    site = Path(sysconfig.get_path("purelib"))
    installed = (one.removesuffix(".dist-info").rpartition("-") for one in os.listdir(site))
    runners = [f"src/helpers/engine/{one}.py" for one in RUNNERS]
    return {
        "Python": sys.version,
        **{name: version for name, _, version in sorted(installed) if _normal(name) in names},
        paths.LOCK.name: of_bytes(locked.encode()),
        **{name: of_input(name) for name in runners},
    }


def of_environment() -> str:
    """Return the digest of the locked environment."""
    return of_bytes(repr(environment()).encode())


def project_files() -> list[Path]:
    """Return every file of the folders that a book is made from: chapters, data and code."""
    return [place / name for place, names in folders() for name in names]


def folders() -> Iterator[tuple[Path, list[str]]]:
    """List the folders that a book is made from, with their files; links are followed."""
    for folder in FOLDERS:
        yield from _folders(paths.ROOT / folder)


def _folders(place: Path, around: frozenset[str] = frozenset()) -> Iterator[tuple[Path, list[str]]]:
    """Give a folder and those in it, unless it is a link to one of those `around` it."""
    real = os.path.realpath(place)
    if real in around:
        return
    try:
        names = sorted(set(os.listdir(real)) - IGNORED)
    except OSError:  # it is missing, or nobody may look into it
        return
    inner = [name for name in names if os.path.isdir(os.path.join(real, name))]
    yield place, sorted(set(names) - set(inner))
    for name in inner:
        yield from _folders(place / name, around | {real})


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def ends_in_semicolon(text: str) -> bool:
    """Return whether code ends in a semicolon, comments aside; unreadable code does not."""
    if ";" not in text:
        return False
    try:
        tokens = [
            one.string
            for one in tokenize.generate_tokens(io.StringIO(text).readline)
            if one.type in {tokenize.OP, tokenize.NAME, tokenize.NUMBER, tokenize.STRING}
        ]
    except (tokenize.TokenError, SyntaxError):
        return False
    return bool(tokens) and tokens[-1] == ";"
