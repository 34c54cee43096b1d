"""Publishing: a finished book takes the old one's place in one step."""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from helpers import paths
from helpers.engine.compile.workspace import Workspace
from helpers.engine.state import fingerprints

CURRENT = paths.BUILD / "current"
EDITIONS = paths.BUILD / "editions"
NO_PAGES = (".buildinfo",)
ELSEWHERE = ("html", "bundles", "static", "book.pdf", "edition")  # or made anew each time
GRAIN = 2 * 10**9  # nanoseconds: the coarsest clock by which a file system tells changes apart


@dataclass
class Publication:
    """What the published book was made from.

    Attributes
    ----------
    inputs : str
        Digest of chapters, data, code and configuration.
    others : dict of str to str
        What chapters looked at beyond these, with digests.
    made_with : dict of str to str
        What makes every page, with digests: when it changes, all pages are made anew.
    typeset : list
        What the PDF was typeset from, as a digest, and how many pages came out; empty without one.
    report : dict
        What the build told.
    """

    inputs: str = ""
    others: dict[str, str] = field(default_factory=dict)
    made_with: dict[str, str] = field(default_factory=dict)
    typeset: list = field(default_factory=list)
    report: dict = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Publication":
        """Read the published book's record; an empty one when there is no book."""
        try:
            return cls(**json.loads((CURRENT / "record.json").read_text(encoding="utf-8")))
        except (FileNotFoundError, NotADirectoryError, json.JSONDecodeError, TypeError):
            return cls()

    def is_current(self, pdf: bool) -> bool:
        """Return whether the published book is what a build would make now."""
        return (
            (paths.HTML / "index.html").is_file()
            and (paths.PDF.is_file() if self.typeset else not pdf)
            and self.inputs == fingerprints.of_inputs()
            and all(fingerprints.of_input(name) == digest for name, digest in self.others.items())
        )


def publish(workspace: Workspace, record: Publication) -> None:
    """Put a finished book where readers find it.

    An edition holds the pages, the PDF, a record of what they were made from, and what compiling
    left for the next time. It is written aside; then one symbolic link, ``_build/current``, is
    replaced, which a file system does in one step. ``_build/html`` and ``_build/book.pdf`` lead
    through that link, so that pages and PDF change together, and a reader, like the next build,
    sees the old edition or the new one, whole.
    """
    EDITIONS.mkdir(parents=True, exist_ok=True)
    before = [one.name for one in EDITIONS.iterdir()]
    number = max((int(name) for name in before if name.isdigit()), default=0) + 1
    aside = EDITIONS / f"{number}.new"
    shutil.rmtree(aside, ignore_errors=True)
    put = _Putting(aside, CURRENT.resolve())
    put.folder(workspace.html, "html", without=NO_PAGES)
    put.folder(workspace.folder, "workspace", without=ELSEWHERE)
    if record.typeset:
        put.file(workspace.pdf, aside / "book.pdf")
    (aside / "record.json").write_text(json.dumps(vars(record), indent=1), encoding="utf-8")
    aside.rename(EDITIONS / str(number))
    _link(CURRENT, Path("editions") / str(number))
    _link(paths.HTML, Path("current") / "html")
    if record.typeset:
        _link(paths.PDF, Path("current") / "book.pdf")
    else:
        paths.PDF.unlink(missing_ok=True)
    _mark(workspace).write_text(str(number), encoding="utf-8")
    for name in before:
        shutil.rmtree(EDITIONS / name, ignore_errors=True)


class _Putting:
    """Put files into a new edition: as they lie in the earlier one, where they are the same.

    An edition is never written to, so that two of them can share a file; a copy takes longer.
    """

    def __init__(self, edition: Path, earlier: Path):
        self._edition, self._earlier = str(edition), str(earlier)
        record = earlier / "record.json"
        self._published = record.stat().st_mtime_ns if record.is_file() else 0

    def folder(self, source: Path, name: str, without: tuple[str, ...]) -> None:
        """Put a folder there, under a name and without the files and folders of some names."""
        target = Path(self._edition, name)
        ignore = shutil.ignore_patterns(*without)
        shutil.copytree(source, target, copy_function=self.file, ignore=ignore)

    def file(self, source, target) -> None:
        """Put a file there."""
        earlier = self._earlier + str(target).removeprefix(self._edition)
        if self._is_same(source, earlier):
            with suppress(OSError):  # not every file system can
                os.link(earlier, target)
                return
        shutil.copy2(source, target)

    def _is_same(self, source, earlier: str) -> bool:
        """Return whether a file was not written since the earlier edition took it over."""
        try:
            before = os.stat(earlier)
        except (FileNotFoundError, NotADirectoryError):
            return False
        now = os.stat(source)
        return (
            (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
            # Else it might have been written again within the same tick of the clock.
            and now.st_mtime_ns < self._published - GRAIN
        )


def take_up(workspace: Workspace) -> None:
    """Bring the workspace to where the published edition left it, and begin to work in it.

    That is where it is unless a build was cut short since: then what that build had half-written
    is replaced by what the edition kept.
    """
    edition = CURRENT.resolve()
    try:
        left = _mark(workspace).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        left = ""
    if not left or left != edition.name:
        workspace.clear()
        if (edition / "workspace").is_dir():
            shutil.copytree(edition / "workspace", workspace.folder)
            shutil.copytree(edition / "html", workspace.html)
            if (edition / "book.pdf").is_file():
                shutil.copyfile(edition / "book.pdf", workspace.pdf)
    workspace.folder.mkdir(parents=True, exist_ok=True)
    _mark(workspace).unlink(missing_ok=True)


def _mark(workspace: Workspace) -> Path:
    """Name the file that says at which edition the workspace was left; a build takes it away."""
    return workspace.folder / "edition"


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and os.readlink(link) == str(target):
        return
    if link.is_dir() and not link.is_symlink():  # made by plain jupyter-book
        shutil.rmtree(link)
    temporary = link.with_name(f".{link.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    os.replace(temporary, link)
