"""Every path of the project, in one place.

The project is the folder that holds this package's ``src``; a copy of the project is therefore a
project of its own, whatever the working directory.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CONFIG = ROOT / "_config.yml"
TOC = ROOT / "_toc.yml"
CITATION = ROOT / "CITATION.cff"
LOCK = ROOT / "requirements.lock"
CHAPTERS = ROOT / "chapters"
PARAMETERS = CHAPTERS / "parameters.yml"
BIBLIOGRAPHY = CHAPTERS / "references.bib"
DATA = ROOT / "data"
PACKAGE = DATA / "datapackage.json"
GEODATA = DATA / "geo"
SOURCE = ROOT / "src"
FONTS = SOURCE / "helpers" / "fonts"
BASELINE = ROOT / "tests" / "baseline"

BUILD = ROOT / "_build"
HTML = BUILD / "html"
PDF = BUILD / "book.pdf"
WORK = BUILD / "work"
VERIFICATION = BUILD / "verify"


def bundles() -> Path:
    """Return where ``publish`` and ``computed`` write: the build's folder, or a preview's."""
    return Path(os.environ.get("BOOK_OUTPUT", BUILD / "preview"))


def relative(path: Path | str) -> str:
    """Name a path as the project's people know it: from the root, with forward slashes."""
    path = Path(path)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
