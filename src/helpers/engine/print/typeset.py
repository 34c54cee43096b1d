"""Typesetting: Typst's compiler, with the book's own typefaces and one clock."""

import io
import re
from pathlib import Path

from helpers import paths
from helpers.engine.compile import sphinx_messages
from helpers.engine.worker import ENVIRONMENT
from helpers.errors import BookError

STANDARDS = ["a-3a", "ua-1"]
PLACE = re.compile(r"┌─ (?P<file>[^\n]+?):(?P<line>\d+):\d+")
HINT = re.compile(r"= hint: (.*)")


class Typesetter:
    """The compiler, which stays in memory: what is set again is set in a fraction of the time.

    Parameters
    ----------
    root : Path
        The only folder that it reads.
    """

    def __init__(self, root: Path):
        import typst

        self._root = root.resolve()
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=True,  # of mathematics and code
            font_paths=[str(paths.FONTS)],
        )
        self._compiler = typst.Compiler(
            root=str(self._root),
            font_paths=fonts,
            package_path=str(self._root / "none"),  # no package is ever fetched
            package_cache_path=str(self._root / "none"),
        )

    def write(self, main: Path, target: Path) -> int:
        """Set the book, and return the number of its pages.

        Parameters
        ----------
        main : Path
            The file that includes all others.
        target : Path
            The PDF to write: PDF/A-3a and PDF/UA-1.

        Raises
        ------
        BookError
            For what the compiler cannot set, with the place in the author's file.
        """
        import typst

        try:
            made = self._compiler.compile(
                input=str(main),
                format="pdf",
                pdf_standards=STANDARDS,
                timestamp=int(ENVIRONMENT["SOURCE_DATE_EPOCH"]),
            )
        except typst.TypstError as error:
            raise BookError(told(error.diagnostic, main.parent)) from None
        target.write_bytes(made)
        return pages(made)


def pages(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def told(diagnostic: str, folder: Path) -> list[str]:
    """Tell the compiler's errors in words, each with its place in the author's file.

    Parameters
    ----------
    diagnostic : str
        What the compiler says.
    folder : Path
        Where the files lie that it has read.
    """
    problems = []
    for one in re.split(r"^(?=error: )", diagnostic, flags=re.MULTILINE):
        if not one.startswith("error: "):
            continue
        message = one.splitlines()[0].removeprefix("error: ")
        where = next(
            filter(None, (_where(found, folder) for found in PLACE.finditer(one))), "The print edition: "
        )
        problems.append(where + _in_words(message, HINT.findall(one)))
    return list(dict.fromkeys(problems)) or [f"The print edition: {diagnostic.strip()}"]


def _where(found: re.Match, folder: Path) -> str:
    """Find the author's line that a line of the print edition was made from."""
    from helpers.engine.print.writer import MARKER

    file = folder / "chapters" / Path(found["file"]).name
    if not file.is_file():
        return ""
    lines = file.read_text(encoding="utf-8").splitlines()
    for line in reversed(lines[: int(found["line"])]):
        if line.startswith(MARKER):
            source, _, number = line.removeprefix(MARKER).rpartition(":")
            if source:
                return sphinx_messages.where(source, number or None, folder.parent / "stage")
    return ""


def _in_words(message: str, hints: list[str]) -> str:
    if "unknown variable" in message or "math" in message:
        return (
            f"an equation holds what print cannot set ({message}). Write words in it as "
            "\\text{words}, and functions with the usual commands of LaTeX."
        )
    if "image" in message or "decode" in message or "SVG" in message:
        return f"a picture cannot be read ({message}). Save it anew, as PNG, JPEG or SVG."
    if "alt" in message:
        return f"something is shown without words for who cannot see it ({message}). Describe it."
    advice = f" {hints[0]}." if hints else ""
    return f"this cannot be set in print: {message}.{advice} Write it in another way."
