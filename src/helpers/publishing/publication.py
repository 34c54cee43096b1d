"""Publishing: a finished book takes the old one's place in one step."""

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from helpers import paths
from helpers.publishing import digests
from helpers.publishing.compile import Workshop

CURRENT = paths.BUILD / "current"
EDITIONS = paths.BUILD / "editions"
OWN = shutil.ignore_patterns("html", "bundles", "book.pdf", "edition")  # not to be kept twice


@dataclass
class Record:
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
    def read(cls) -> "Record":
        """Read the published book's record; an empty one when there is no book."""
        try:
            return cls(**json.loads((CURRENT / "record.json").read_text(encoding="utf-8")))
        except (FileNotFoundError, NotADirectoryError, json.JSONDecodeError, TypeError):
            return cls()

    def is_current(self, pdf: bool) -> bool:
        """Whether the published book is what a build would make now."""
        return (
            (paths.HTML / "index.html").is_file()
            and (paths.PDF.is_file() if self.typeset else not pdf or self._cannot_have_pdf())
            and self.inputs == digests.of_inputs()
            and all(digests.of_input(name) == digest for name, digest in self.others.items())
        )

    def _cannot_have_pdf(self) -> bool:
        if not self.report.get("notice"):
            return False
        from helpers.publishing import pdf

        try:
            pdf.require()
        except pdf.PdfUnavailableError:
            return True
        return False


def publish(workshop: Workshop, record: Record) -> None:
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
    shutil.copytree(workshop.html, aside / "html", ignore=shutil.ignore_patterns(".buildinfo"))
    shutil.copytree(workshop.folder, aside / "workshop", ignore=OWN)
    if record.typeset:
        shutil.copyfile(workshop.pdf, aside / "book.pdf")
    (aside / "record.json").write_text(json.dumps(vars(record), indent=1), encoding="utf-8")
    aside.rename(EDITIONS / str(number))
    _link(CURRENT, Path("editions") / str(number))
    _link(paths.HTML, Path("current") / "html")
    if record.typeset:
        _link(paths.PDF, Path("current") / "book.pdf")
    else:
        paths.PDF.unlink(missing_ok=True)
    _mark(workshop).write_text(str(number), encoding="utf-8")
    for name in before:
        shutil.rmtree(EDITIONS / name, ignore_errors=True)


def take_up(workshop: Workshop) -> None:
    """Bring the workshop to where the published edition left it, and begin to work in it.

    That is where it is unless a build was cut short since: then what that build had half-written
    is replaced by what the edition kept.
    """
    edition = CURRENT.resolve()
    try:
        left = _mark(workshop).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        left = ""
    if not left or left != edition.name:
        workshop.clear()
        if (edition / "workshop").is_dir():
            shutil.copytree(edition / "workshop", workshop.folder)
            shutil.copytree(edition / "html", workshop.html)
            if (edition / "book.pdf").is_file():
                shutil.copyfile(edition / "book.pdf", workshop.pdf)
    workshop.folder.mkdir(parents=True, exist_ok=True)
    _mark(workshop).unlink(missing_ok=True)


def _mark(workshop: Workshop) -> Path:
    """Name the file that says at which edition the workshop was left; a build takes it away."""
    return workshop.folder / "edition"


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and os.readlink(link) == str(target):
        return
    if link.is_dir() and not link.is_symlink():  # made by plain jupyter-book
        shutil.rmtree(link)
    temporary = link.with_name(f".{link.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    os.replace(temporary, link)
