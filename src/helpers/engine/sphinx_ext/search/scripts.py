"""What pages load to be searched, in the place of what Sphinx and its theme would load."""

from pathlib import Path

from helpers.engine.sphinx_ext.back_matter import cross_references
from helpers.engine.sphinx_ext.search.index import title

# Sphinx's own search, its keys, and the theme's word to it; nothing else uses them.
UNUSED_FILES = ("searchtools.js", "language_data.js", "sphinx_highlight.js", "doctools.js")
UNUSED = (*UNUSED_FILES, "search_as_you_type")


def drop_unused(app, page, template, context, doctree) -> None:
    """Leave out of a page the scripts of a search that is not there."""
    if "script_files" in context:
        context["script_files"] = [
            one for one in context["script_files"] if not any(name in str(one) for name in UNUSED)
        ]


def delete_unused(app, exception) -> None:
    """Take away what the themes bring each time."""
    if exception is None and app.builder.name == "html":
        for name in UNUSED_FILES:
            Path(app.outdir, "_static", name).unlink(missing_ok=True)


def add_page(app) -> list[tuple[str, dict, str]]:
    """Give the book a page to search on, which says where to look when there are no scripts."""
    pages = [(page, title(app, page)) for page in cross_references.reading_order(app.env)]
    return [("search", {"book_pages": pages}, "search.html")]


def setup(app) -> None:
    """Register."""
    app.add_css_file("search/search.css", priority=960)
    app.add_js_file("search/words.js", loading_method="defer", priority=400)
    app.add_js_file("search/search.js", loading_method="defer")
    app.connect("html-collect-pages", add_page)
    app.connect("html-page-context", drop_unused, priority=900)
    app.connect("build-finished", delete_unused)
