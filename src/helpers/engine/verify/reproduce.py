"""Proving that the book comes out the same, byte by byte, wherever and whenever it is built.

The project is copied to two folders and built in each from clean, one after the other, under
everything that differs between machines and that a build could let in: the folder's path, the time
and time zone, the locale, the hash seed, the file mode mask, the home folder, the order in which
files were written, and how many chapters execute at a time.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from helpers import paths
from helpers.engine.progress import Progress
from helpers.engine.state import fingerprints
from helpers.engine.state.disk_errors import unwritable
from helpers.engine.state.lock import build_lock
from helpers.errors import BookError

MANIFEST = paths.BUILD / "manifest.sha256"
NOT_COPIED = shutil.ignore_patterns(
    "_build", ".*", "*.egg-info", "__pycache__", "benchmarks", "node_modules"
)
AROUND = 40  # characters told on each side of the first difference
AT_MOST = 20  # files told


@dataclass(frozen=True)
class Surroundings:
    """What a machine lets into a build."""

    environment: dict[str, str]
    umask: int
    jobs: int
    backwards: bool  # whether files are written in reverse order


FIRST = Surroundings(
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}, 0o022, 0, False
)
SECOND = Surroundings(
    {
        "TZ": "America/St_Johns",
        "LC_ALL": "es_EC.UTF-8",
        "LANG": "es_EC.UTF-8",
        "PYTHONHASHSEED": "4242",
        "SOURCE_DATE_EPOCH": "86400",
    },
    0o077,
    1,
    True,
)


@dataclass(frozen=True)
class Reproduction:
    """The digests of all files of a book that came out the same twice, by path."""

    digests: dict[str, str]

    @property
    def manifest(self) -> str:
        """The digests as ``sha256sum --check`` reads them, below ``_build/``."""
        return "".join(f"{digest}  {path}\n" for path, digest in sorted(self.digests.items()))


def reproduce(progress: Progress | None = None) -> Reproduction:
    """Build the book twice and compare the two, byte by byte.

    Returns
    -------
    Reproduction
        What both builds came to; it is written to ``_build/manifest.sha256`` too.

    Raises
    ------
    BookError
        When a build fails, a file differs or is in one book only, or the disk cannot be written.
    """
    progress = progress or Progress()
    with build_lock(), _two_folders() as (one, other), progress.steps("Building", 2) as advance:
        for folder, surroundings in ((one, FIRST), (other, SECOND)):
            _build(folder, surroundings)
            advance(folder.name)
        if problems := differences(one / "_build", other / "_build"):
            more = [f"… and {len(problems) - AT_MOST} more files"] if problems[AT_MOST:] else []
            raise BookError(problems[:AT_MOST] + more)
        made = Reproduction(files(one / "_build"))
        try:
            MANIFEST.write_text(made.manifest, encoding="utf-8")
        except OSError as error:
            raise unwritable(MANIFEST, error) from None
    return made


def files(build: Path) -> dict[str, str]:
    """Return the digests of the published book in a build folder, by path below it."""
    pages = (build / "html").resolve()
    found = {
        f"html/{path.relative_to(pages).as_posix()}": fingerprints.of_file(path)
        for path in pages.rglob("*")
        if path.is_file()
    }
    if (build / "book.pdf").is_file():
        found["book.pdf"] = fingerprints.of_file(build / "book.pdf")
    return found


def differences(one: Path, other: Path) -> list[str]:
    """Tell which files of two build folders differ, and where each first does."""
    first, second = files(one), files(other)
    told = []
    for path in sorted(first.keys() | second.keys()):
        if path not in first or path not in second:
            which = "second" if path in second else "first"
            told.append(f"{path}: in the {which} book only")
        elif first[path] != second[path]:
            told.append(f"{path}: {_where((one / path).read_bytes(), (other / path).read_bytes())}")
    return told


def _where(first: bytes, second: bytes) -> str:
    """Say where two contents first differ, and what stands there if it is text."""
    with suppress(UnicodeDecodeError):
        texts = first.decode("utf-8"), second.decode("utf-8")
        at = _apart(*texts)
        before, after = (one[max(0, at - AROUND) : at + AROUND] for one in texts)
        return f"differs from character {at}: {before!r} and {after!r}"
    return f"differs from byte {_apart(first, second)}"


def _apart(first, second) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(first), len(second)))


@contextmanager
def _two_folders():
    """Return two folders whose paths have nothing in common, not even their lengths."""
    near = paths.BUILD / "reproducible"
    shutil.rmtree(near, ignore_errors=True)  # of a run that was killed
    with tempfile.TemporaryDirectory(prefix="book-") as far:
        try:
            yield near / "a", Path(far) / "somewhere else" / "the-same-book"
        finally:
            shutil.rmtree(near, ignore_errors=True)


def _build(folder: Path, surroundings: Surroundings) -> None:
    copy_sources(folder, backwards=surroundings.backwards)
    home = folder.parent / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    ran = subprocess.run(
        [sys.executable, "-m", "helpers", "build", "--jobs", str(surroundings.jobs)],
        cwd=folder,
        env={
            **kept,
            **surroundings.environment,
            "HOME": str(home),
            "PYTHONPATH": str(folder / "src"),
            "CI": "true",
        },
        umask=surroundings.umask,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if ran.returncode:
        raise BookError(
            f"the book cannot be built under {surroundings.environment}:\n{ran.stderr.strip()}"
        )


def copy_sources(folder: Path, *, backwards: bool = False) -> None:
    """Copy the project's sources, its files in order or in reverse."""
    found: list[tuple[Path, Path]] = []
    for root, folders, names in os.walk(paths.ROOT):
        unwanted = NOT_COPIED(root, [*folders, *names])
        folders[:] = [name for name in folders if name not in unwanted]
        if Path(root) == paths.ROOT / "tests":
            folders[:] = [name for name in folders if name == paths.BASELINE.name]
        found += [
            (Path(root) / name, folder / Path(root).relative_to(paths.ROOT) / name)
            for name in names
            if name not in unwanted
        ]
    for source, target in sorted(found, reverse=backwards):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
