"""Compiling: Jupyter Book turns the staged pages into HTML, and into the single page for print.

Both are made at once, each in a process of its own: `make_pages` reads the pages and writes the
HTML; as soon as they are read, `make_print` writes the single page and typesets it.
"""

import contextlib
import gc
import io
import multiprocessing
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from helpers import paths
from helpers.errors import BookError
from helpers.publishing import complaints, contents, digests, pdf, unused
from helpers.publishing.processes import DiedError, Worker
from helpers.publishing.workshop import Workshop

GARBAGE = 50_000  # objects made before some are looked through; a book is mostly trees that stay
# Jupyter Book turns these on by default; the book has no use for them, and two of them make
# every page ask other hosts for scripts.
UNUSED = {"sphinx_thebe", "sphinx_comments", "sphinx.ext.intersphinx"}


@dataclass
class Compiled:
    """What compiling made.

    Attributes
    ----------
    written : list of str
        The pages written now.
    code : list of str
        The project's modules that made them, from the root.
    typeset : list
        What the PDF was typeset from, as a digest, and how many pages came out; empty without one.
    notice : str
        Why there is no PDF, though it was asked for.
    """

    written: list[str]
    code: list[str]
    typeset: list = field(default_factory=list)
    notice: str = ""

    @property
    def pages(self) -> int:
        """Pages of the PDF; 0 when there is none."""
        return self.typeset[1] if self.typeset else 0


class Compilers:
    """Two processes, one for the HTML and one for print, that start up before they are needed.

    Parameters
    ----------
    pdf : bool
        Make the PDF too.
    """

    def __init__(self, pdf: bool):
        self._read = read = multiprocessing.get_context("spawn").Event()
        self._html = Worker("spawn", partial(make_pages, read), prepare_pages)
        self._print = Worker("spawn", partial(make_print, read), prepare_print) if pdf else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for worker in (self._html, self._print):
            if worker is not None:
                worker.end()

    def compile(
        self, workshop: Workshop, parameters: dict, typeset: list, advance: Callable[[str], None]
    ) -> Compiled:
        """Compile what is staged in the workshop.

        Parameters
        ----------
        typeset : list
            Of the PDF in the workshop, as in `Compiled`.
        advance : callable
            Called with what was done.

        Raises
        ------
        BookError
            For every warning: a page with a dead reference or an unknown fact is not published.
        """
        self._html.give(workshop, parameters)
        if self._print is not None:
            self._print.give(workshop, parameters, typeset)
        try:
            made = Compiled(*self._html.take())
            advance("pages")
            if self._print is not None:
                made.typeset, made.notice, code = self._print.take()
                made.code = sorted({*made.code, *code})
                advance("PDF")
        except DiedError as error:
            raise BookError(
                f"the process that makes the pages died ({error}), often for want of memory. The "
                "published book is as it was; build again."
            ) from None
        return made


def prepare_pages() -> None:
    """Import what `make_pages` needs, while nothing is asked of it yet."""
    gc.disable()  # what is imported stays: to look through it for garbage is for nothing
    unused.stand_in()
    from docutils import nodes  # noqa: F401  before Sphinx patches it
    from jupyter_book import config  # noqa: F401
    from myst_nb import sphinx_ext  # noqa: F401

    from helpers.publishing import sphinx_extension  # noqa: F401

    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)
    gc.enable()


def prepare_print() -> None:
    """Import what `make_print` needs, while nothing is asked of it yet."""
    prepare_pages()
    with contextlib.suppress(BookError, OSError):  # told when they are needed
        pdf.require()
        pdf.unpack_typefaces()


def make_pages(read, workshop: Workshop, parameters: dict) -> tuple[list[str], list[str]]:
    """Compile the HTML and return the pages written, and the code that made them.

    `read`, an event, is set when the pages are read: then the single page can be made of them.
    """
    try:
        return compile_pages(workshop, "html", parameters, when_read=read.set), loaded_code()
    finally:
        read.set()


def make_print(
    read, workshop: Workshop, parameters: dict, typeset: list
) -> tuple[list, str, list[str]]:
    """Compile the single page, typeset it unless that was done, and return as `Compiled` tells."""
    try:
        pdf.require()
    except pdf.PdfUnavailableError as error:
        return [], str(error), []
    read.wait()
    compile_pages(workshop, "singlehtml", parameters)
    parts = contents.parts()
    body = (workshop.single / "index.html").read_text(encoding="utf-8").partition("<body")[2]
    styled = digests.of_files([pdf.STYLE, paths.CITATION, *paths.FONTS.iterdir()])
    drawings = (workshop.bundles / "figures").glob("*.svg")
    shown = digests.of_files([*drawings, *(workshop.single / "_images").glob("*")])
    from_what = digests.of_bytes(f"{body} {styled} {shown} {parts}".encode())
    if typeset[:1] != [from_what] or not workshop.pdf.is_file():
        gc.disable()  # what is laid out stays until it is written: there is no garbage among it
        typeset = [from_what, pdf.write(workshop.single, workshop.pdf, parts)]
    return typeset, "", loaded_code()


def made_with(code: Iterable[str], read: digests.Snapshot) -> dict[str, str]:
    """Digests of what makes every page: configuration, citation, bibliography, style and code.

    Parameters
    ----------
    code : iterable of str
        The project's modules that compiling loads.
    read : digests.Snapshot
        The project's files as they were before compiling began.
    """
    own = (paths.CONFIG, paths.CITATION, paths.BIBLIOGRAPHY)
    names = {*map(paths.relative, own), *read.style, *(one for one in code if one.endswith(".py"))}
    made = {name: read.of_input(name) for name in sorted(names)}
    return {**made, "environment": digests.of_environment()}


def loaded_code() -> list[str]:
    """Name the project's modules that this process has loaded, from the root."""
    files = {
        getattr(module, "__file__", None)
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == "helpers"
    }
    return sorted(paths.relative(file) for file in files if file)


def compile_pages(
    workshop: Workshop, builder: str, parameters: dict, when_read: Callable = lambda: None
) -> list[str]:
    """Compile the staged pages.

    Parameters
    ----------
    builder : str
        ``html``, or ``singlehtml`` for print.
    parameters : dict
        The chapters' parameters, which pages show.
    when_read : callable
        Called when all pages are read and none is written yet.

    Returns
    -------
    list of str
        The pages written.

    Raises
    ------
    BookError
        For every warning: a page with a dead reference or an unknown fact is not published.
    """
    from docutils import nodes  # noqa: F401  before Sphinx patches it
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    config, _ = get_final_config(
        user_yaml=paths.CONFIG,
        cli_config={"latex_individualpages": False},
        sourcedir=workshop.stage,
    )
    config["extensions"] = [one for one in config["extensions"] if one not in UNUSED]
    config.pop("comments_config", None)
    config |= {
        "bibtex_bibfiles": [paths.BIBLIOGRAPHY.name],
        "book_bundles": str(workshop.bundles),
        "book_parameters": parameters,
        "exclude_patterns": [],
        "external_toc_path": "_toc.yml",
        "external_toc_exclude_missing": False,
        "nb_execution_mode": "off",
        "nitpicky": True,
        "show_warning_types": True,
        "suppress_warnings": ["myst.domains"],
    }
    if builder == "singlehtml":  # print has a look of its own: the theme only gets in its way
        config |= {"html_theme": "basic", "html_theme_options": {}, "html_sidebars": {}}
    warnings = io.StringIO()
    written: list[str] = []
    try:
        with patch_docutils(None), docutils_namespace():
            app = Sphinx(
                srcdir=workshop.stage,
                confdir=None,
                outdir=workshop.single if builder == "singlehtml" else workshop.html,
                doctreedir=workshop.doctrees,
                buildername=builder,
                confoverrides=config,
                status=None,
                warning=warnings,
            )
            app.connect("env-check-consistency", lambda app, env: when_read())
            app.connect(
                "html-page-context",
                lambda app, page, template, context, doctree: doctree and written.append(page),
            )
            app.build()
    except SphinxError as error:
        raise _cause(error) from None
    if problems := complaints.told(warnings.getvalue(), workshop.stage, workshop.bundles):
        raise BookError(problems)
    # Imported here: only the process that compiles has Sphinx.
    from helpers.publishing.sphinx_extension import verification

    verification.require_all_recorded(app.env)
    return written


def _cause(error: Exception) -> Exception:
    """Find what a disk said within what Sphinx made of it; any other error is told as it is."""
    within = error
    while within is not None:
        if isinstance(within, OSError):
            return within
        within = within.__cause__ or within.__context__ or getattr(within, "orig_exc", None)
    return BookError(f"Sphinx: {error}")
