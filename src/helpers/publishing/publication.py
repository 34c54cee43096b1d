"""Publishing: a finished book takes the old one's place in one step."""

import os
import shutil
from pathlib import Path

from helpers import paths

CURRENT = paths.BUILD / "current"
EDITIONS = paths.BUILD / "editions"


def publish(html: Path, pdf: Path | None) -> None:
    """Put a finished book where readers find it.

    The book is copied aside; then one symbolic link, ``_build/current``, is replaced, which a file
    system does in one step. ``_build/html`` and ``_build/book.pdf`` lead through that link, so that
    pages and PDF change together, and a reader sees the old book or the new one.
    """
    EDITIONS.mkdir(parents=True, exist_ok=True)
    before = {one.name for one in EDITIONS.iterdir()}
    number = max((int(name) for name in before if name.isdigit()), default=0) + 1
    edition = EDITIONS / str(number)
    aside = EDITIONS / f"{number}.new"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(html, aside / "html", ignore=shutil.ignore_patterns(".buildinfo"))
    if pdf is not None:
        shutil.copyfile(pdf, aside / "book.pdf")
    aside.rename(edition)
    _link(CURRENT, Path("editions") / edition.name)
    _link(paths.HTML, Path("current") / "html")
    if pdf is not None:
        _link(paths.PDF, Path("current") / "book.pdf")
    else:
        paths.PDF.unlink(missing_ok=True)
    for name in before:
        shutil.rmtree(EDITIONS / name, ignore_errors=True)


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and os.readlink(link) == str(target):
        return
    if link.is_dir() and not link.is_symlink():  # made by plain jupyter-book
        shutil.rmtree(link)
    temporary = link.with_name(f".{link.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    os.replace(temporary, link)
