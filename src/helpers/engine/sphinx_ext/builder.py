"""Sphinx's HTML builder, held to two promises.

Only what changed is written, and what comes out is what a build from nothing would have made.
"""

from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from myst_nb.sphinx_ext import add_global_html_resources
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError

from helpers import paths
from helpers.engine.sphinx_ext.page_context import lighten


class BookBuilder(StandaloneHTMLBuilder):
    """Write the pages that changed, and leave nothing of those that are no more."""

    name = "html"
    search = False  # the book has an index of its own

    def init(self) -> None:
        """Prepare to write, but never into the published book, where `_build/html` leads."""
        if Path(self.outdir).resolve().is_relative_to(paths.BUILD.resolve() / "editions"):
            raise SphinxError(
                "_build/html is the published book, which plain jupyter-book may not change. Say "
                "where to build: jupyter-book build . --path-output _build/plain"
            )
        super().init()

    def init_templates(self) -> None:
        """Prepare the templates, and keep between builds what they are compiled to."""
        super().init_templates()
        folder = Path(self.doctreedir, "templates")
        folder.mkdir(parents=True, exist_ok=True)
        self.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))

    def write(self, build_docnames, updated_docnames, method="update") -> None:
        """Write the pages that are out of date.

        Sphinx would add the first page each time, and every page whose contents list names a
        changed one; here `freshness` knows when titles or their order have changed.
        """
        if build_docnames is None or "__all__" in build_docnames:
            build_docnames = self.env.found_docs
        pages = {*build_docnames, *updated_docnames}
        self.events.emit("write-started", self)
        self.prepare_writing(pages)
        self.copy_assets()
        self._write_serial(sorted(pages))

    def copy_assets(self) -> None:
        """Put down the style that MyST-NB brings only at the end: pages link it with its digest."""
        super().copy_assets()
        add_global_html_resources(self.app, None)

    def handle_page(self, pagename, *args, **kwargs) -> None:
        """Write a page, and remember that it belongs to the book."""
        self._handled = {*getattr(self, "_handled", ()), Path(self.get_outfilename(pagename))}
        super().handle_page(pagename, *args, **kwargs)
        lighten(Path(self.get_outfilename(pagename)))

    def finish(self) -> None:
        """Write what goes beside the pages; delete pages and pictures of an earlier build."""
        super().finish()
        pages = {Path(self.get_outfilename(one)) for one in self.env.found_docs} | self._handled
        images = {name for _, name in self.env.images.values()}
        for file in Path(self.outdir).rglob("*.html"):
            if file not in pages and "_static" not in file.parts:
                file.unlink()
        for file in (Path(self.outdir) / self.imagedir).glob("*"):
            if file.name not in images:
                file.unlink()


def setup(app) -> None:
    """Register, in the place of Sphinx's own."""
    app.add_builder(BookBuilder, override=True)
