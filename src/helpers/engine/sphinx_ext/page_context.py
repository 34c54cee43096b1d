"""What every page gets: the book's type and colours, how to cite it, and no request to a host."""

import re
import shutil
from html import escape
from pathlib import Path

from helpers import paths
from helpers.engine.pages import citation
from helpers.engine.sphinx_ext import freshness
from helpers.figures import palette

FACES = [
    ("Source Serif 4", 400, "normal", "SourceSerif4-Regular"),
    ("Source Serif 4", 400, "italic", "SourceSerif4-It"),
    ("Source Serif 4", 600, "normal", "SourceSerif4-Semibold"),
    ("Source Serif 4", 600, "italic", "SourceSerif4-SemiboldIt"),
    ("Source Sans 3", 400, "normal", "SourceSans3-Regular"),
    ("Source Sans 3", 400, "italic", "SourceSans3-It"),
    ("Source Sans 3", 600, "normal", "SourceSans3-Semibold"),
]
# The theme's icons come with a typeface; this script of 1.5 MB only draws them a second time.
ICON_SCRIPT = re.compile(
    r"\s*(<!-- So that users can add custom icons -->)?\s*"
    r"<script[^>]*/fontawesome\.js[^>]*></script>"
)
# The atlas is heavy enough, and has neither code nor tabs.
NOT_IN_ATLAS = re.compile(
    r'\s*<(?:script|link)[^>]*(?:src|href)="[^"]*/(?:'
    r'sphinx-design|design-tabs|mystnb|copybutton|clipboard|togglebutton|pygments)[^"]*"[^>]*>'
    r"(?:</script>)?"
)
# What others write into pages and a screen reader stumbles over.
MENDED = {
    ' aria-label="Toggle hidden content"': "",  # MyST-NB's, instead of the words that stand there
    'role="doc-biblioentry"': 'role="listitem"',  # deprecated; the list wants items
}
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
NOT_ARTICLES = {"search", "genindex", "index"}


def font_faces(addresses: dict[str, str]) -> str:
    """Write the ``@font-face`` rules, given the address of each of the `FACES` by its file."""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'font-display: swap; src: url("{addresses[file]}"); }}\n'
        for family, weight, style, file in FACES
    )


def write_static(app) -> None:
    """Put the typefaces and the palette among the book's static files."""
    if app.builder.name != "html":
        return
    folder = Path(app.doctreedir).parent / "static"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "fonts").mkdir(parents=True)
    addresses = {file: f"fonts/{file}.woff2" for *_, file in FACES}
    for file, address in addresses.items():
        shutil.copyfile(paths.FONTS / f"{file}.woff2", folder / address)
    (folder / "palette.css").write_text(
        font_faces(addresses) + palette.stylesheet(), encoding="utf-8"
    )
    own = Path(__file__).resolve().parents[1] / "static"
    app.config.html_static_path[:] = [
        one for one in app.config.html_static_path if one not in {str(own), str(folder)}
    ] + [str(own), str(folder)]
    app.add_css_file("palette.css", priority=800)
    app.add_css_file("book.css", priority=900)
    app.add_js_file("book.js", loading_method="defer")


def use_templates(app, config) -> None:
    """Put the book's templates before the theme's: they mend what hinders readers (WCAG 2 AA)."""
    config.templates_path.insert(0, str(TEMPLATES))


def remember_citation(app, doctree) -> None:
    """Note that every page, and every figure in it, says how to cite it."""
    freshness.remember(app.env, "file", str(paths.CITATION))


def finish(app, page, template, context, doctree) -> None:
    """Drop what other hosts would serve, and say at the page's end how to cite it."""
    for kind in ("script_files", "css_files"):
        if kind in context:
            context[kind] = [one for one in context[kind] if "://" not in str(one)]
    if "body" in context:
        for unwanted, wanted in MENDED.items():
            context["body"] = context["body"].replace(unwanted, wanted)
    if doctree is None or page in NOT_ARTICLES or "body" not in context:
        return
    title = app.env.titles[page].astext()
    cite = citation.cite_chapter(title, f"{page}.html")
    entry = citation.bibtex(title, page.replace("/", "-"), f"{page}.html")
    context["body"] += (
        '<aside class="cite-page"><h2>How to cite this page</h2>'
        f'<p class="cite">{escape(cite)}</p>'
        f"<details><summary>BibTeX</summary><pre>{escape(entry)}</pre></details></aside>"
    )


def lighten(page: Path) -> None:
    """Take scripts out of a written page that it loads without need."""
    text = page.read_text(encoding="utf-8")
    kept = ICON_SCRIPT.sub("", text)
    if "data-atlas" in text:
        kept = NOT_IN_ATLAS.sub("", kept)
    if kept != text:
        page.write_text(kept, encoding="utf-8")


def setup(app) -> None:
    """Register."""
    app.connect("config-inited", use_templates)
    app.connect("builder-inited", write_static)
    app.connect("doctree-read", remember_citation)
    app.connect("html-page-context", finish, priority=900)
