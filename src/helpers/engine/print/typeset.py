"""Typesetting: Typst's compiler, with the book's own typefaces and one clock."""

import json
import re
from pathlib import Path

from helpers import paths
from helpers.engine.compile import sphinx_messages
from helpers.engine.print import metadata
from helpers.engine.print.markup import value
from helpers.engine.worker import ENVIRONMENT
from helpers.errors import BookError

STANDARDS = ["a-3a", "ua-1"]
PLACE = re.compile(r"┌─ (?P<file>[^\n]+?):(?P<line>\d+):\d+")
FULL = 1 / 3  # of a page: what a chapter's last page should be filled to
CLOSER, WIDER = (1, 2, 4, 3, 5), (3, 5, 1, 2, 4)  # the template's ways to set a chapter
ROUNDS = 6
HINT = re.compile(r"= hint: (.*)")


class Typesetter:
    """The compiler, which stays in memory: what is set again is set in a fraction of the time.

    Parameters
    ----------
    main : Path
        The file that includes all others; the compiler reads nothing outside the folder above it.
    """

    def __init__(self, main: Path):
        import typst

        self._main = main.resolve()
        self._root = self._main.parents[1]
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=True,  # of mathematics and code
            font_paths=[str(paths.FONTS)],
        )
        self._compiler = typst.Compiler(
            input=str(self._main),
            root=str(self._root),
            font_paths=fonts,
            package_path=str(self._root / "none"),  # no package is ever fetched
            package_cache_path=str(self._root / "none"),
        )

    def write(self, target: Path) -> int:
        """Set the book, and return the number of its pages.

        Parameters
        ----------
        target : Path
            The PDF to write: PDF/A-3a and PDF/UA-1.

        Raises
        ------
        BookError
            For what the compiler cannot set, with the place in the author's file.
        """
        import typst

        try:
            self._fit()
            made = self._compiler.compile(
                format="pdf",
                pdf_standards=STANDARDS,
                timestamp=int(ENVIRONMENT["SOURCE_DATE_EPOCH"]),
            )
        except typst.TypstError as error:
            raise BookError(told(error.diagnostic, self._main.parent)) from None
        whole, pages = metadata.described(made)
        target.write_bytes(whole)
        return pages

    def _fit(self) -> None:
        """Set chapters closer or wider whose last page would be left nearly empty.

        It begins anew each time: what comes out depends on the pages alone.
        """
        fits: dict[str, int] = {}
        tried: dict[str, dict[int, float]] = {}  # of each chapter: how full each way left it
        for _ in range(ROUNDS):
            write_fits(self._main.parent / "fits.typ", fits)
            try:
                ends = json.loads(self._compiler.query("<ends>", field="value"))
            except RuntimeError:  # what is wrong, and where, compiling says
                return
            short = [one for one in ends if one["filled"] < FULL and not one["alone"]]
            if not short:
                return
            for one in short:
                name, filled = one["name"], one["filled"]
                known = tried.setdefault(name, {})
                known[fits.get(name, 0)] = filled
                order = CLOSER if filled < FULL / 2 else WIDER
                left = [way for way in order if way not in known]
                fits[name] = left[0] if left else max(known, key=known.get)
        for name, known in tried.items():
            if len(known) == 1 + len(CLOSER):  # none was any better than that
                fits[name] = max(known, key=known.get)
        write_fits(self._main.parent / "fits.typ", fits)


def write_fits(file: Path, fits: dict[str, int]) -> None:
    """Write how each chapter is to be set."""
    from helpers.engine.print.builder import put

    put(file, f"#let fits = {value(fits)}\n")


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
            filter(None, (_where(found, folder) for found in PLACE.finditer(one))),
            "The print edition: ",
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
