"""The PDF: the single page, stripped to its substance, typeset by WeasyPrint."""

import logging
import os
import re
from contextlib import contextmanager
from html import escape
from pathlib import Path

from helpers import paths
from helpers.engine.pages import citation
from helpers.engine.state import fingerprints
from helpers.engine.worker import ENVIRONMENT
from helpers.errors import BookError

TYPEFACES = paths.WORK / "typefaces"
STYLE = Path(__file__).parents[1] / "static" / "print.css"
SVG = "{http://www.w3.org/2000/svg}"
UNWANTED = "a.headerlink, .cell_input, details.hide, script, button, .screen-only"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PdfUnavailableError(BookError):
    """The system lacks a library that WeasyPrint needs; the HTML does not."""


def require() -> None:
    """Make sure that WeasyPrint finds its system libraries.

    Raises
    ------
    PdfUnavailableError
        When it does not; the message says how to get them.
    """
    for name in ("weasyprint.progress", "fontTools"):  # they tell each step, even when imported
        logging.getLogger(name).setLevel(logging.ERROR)
    os.environ["FONTCONFIG_FILE"] = str(paths.FONTS / "fonts.conf")  # before it is first read
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        library = str(error).split("'")[1] if "'" in str(error) else "Pango"
        raise PdfUnavailableError(
            f"No PDF: the system library {library} is missing. Install it with: "
            f"sudo apt-get install {LIBRARIES}"
        ) from None


def unpack_typefaces() -> dict[str, Path]:
    """Unpack the pages' typefaces for print, once: that takes as long as setting a chapter.

    Returns
    -------
    dict
        The name of each typeface to its unpacked file.
    """
    from fontTools.ttLib import woff2

    unpacked = {}
    TYPEFACES.mkdir(parents=True, exist_ok=True)
    for packed in sorted(paths.FONTS.glob("*.woff2")):
        file = TYPEFACES / f"{packed.stem}-{fingerprints.of_file(packed)[:16]}.ttf"
        if not file.is_file():
            for earlier in TYPEFACES.glob(f"{packed.stem}-*"):
                earlier.unlink()
            aside = file.with_suffix(".new")
            woff2.decompress(str(packed), str(aside))
            aside.rename(file)
        unpacked[packed.stem] = file
    return unpacked


def write(single: Path, target: Path, parts: list[tuple[str, list[str]]]) -> int:
    """Typeset the single page as a tagged PDF (PDF/UA-1).

    Parameters
    ----------
    single, parts
        As for `print_page`.
    target : Path
        The PDF to write.

    Returns
    -------
    int
        The number of pages.

    Raises
    ------
    PdfUnavailableError
        When the system lacks a library.
    BookError
        For everything that WeasyPrint complains of, such as a link to nowhere.
    """
    require()
    from cssselect2 import ElementWrapper
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from helpers.engine.sphinx_ext.page_context import font_faces
    from helpers.figures import palette

    typefaces = {name: file.as_uri() for name, file in unpack_typefaces().items()}
    os.environ["SOURCE_DATE_EPOCH"] = ENVIRONMENT["SOURCE_DATE_EPOCH"]
    fonts = FontConfiguration()
    faces = font_faces(typefaces) + palette.stylesheet()
    page = HTML(string="", base_url=str(single))
    page.etree_element = print_page(single, parts)  # as text, WeasyPrint would parse it again
    page.wrapper_element = ElementWrapper.from_html_root(page.etree_element, content_language=None)
    with _complaints() as complaints:
        document = page.render(
            stylesheets=[
                CSS(string=faces, font_config=fonts),
                CSS(filename=STYLE, font_config=fonts),
            ],
            font_config=fonts,
        )
        document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_identifier=b"book")
    if complaints:
        raise BookError([f"PDF: {one}" for one in complaints])
    return len(document.pages)


@contextmanager
def _complaints():
    """Collect WeasyPrint's errors instead of printing them."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record):
            found.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    handler = Collector(level=logging.ERROR)
    before = logger.handlers[:], logger.propagate
    logger.handlers[:], logger.propagate = [handler], False
    try:
        yield found
    finally:
        logger.handlers[:], logger.propagate = before


def print_page(single: Path, parts: list[tuple[str, list[str]]]):
    """Make of Sphinx's single page a title page, contents and the chapters in their parts.

    Parameters
    ----------
    single : Path
        The folder that Sphinx's ``singlehtml`` wrote.
    parts : list of tuple
        Each part's caption and the names of its pages, in reading order.

    Returns
    -------
    xml.etree.ElementTree.Element
        The root of a whole HTML page, no id used twice.
    """
    from cssselect2 import ElementWrapper

    wrapped = ElementWrapper.from_html_root(_parsed((single / "index.html").read_bytes()))
    for unwanted in list(wrapped.query_all(UNWANTED)):
        _remove(unwanted)
    body = wrapped.query("div.body").etree_element
    _make_ids_unique(body)
    _lead_within(body)
    _describe_drawings(body)
    chapters = _take_chapters(body)
    contents, main = [], body[:]
    for number, (caption, names) in enumerate(parts, start=1):
        contents.append(f'<li class="part"><a href="#part-{number}">{escape(caption)}</a></li>')
        opens = [_element("p", caption, id=f"part-{number}", **{"class": "part"})]
        for name in names:
            chapter = chapters[name]
            _raise_headings(chapter)
            chapter.set("class", "chapter")
            title = escape(" ".join("".join(chapter.find("h1").itertext()).split()))
            contents.append(f'<li><a href="#{chapter.get("id")}">{title}</a></li>')
            main.append(_element("div", "", *opens, chapter, **{"class": "opens"}))
            opens = []
    page = _parsed(_front(contents))
    page.find("body/main").extend(main)
    return page


def _front(contents: list[str]) -> str:
    """Write the page up to its main part: what it is, the title page and the contents."""
    book = citation.book()
    return (
        f'<!doctype html><html lang="{escape(book.get("language", "en"))}"><head>'
        f'<meta charset="utf-8"><title>{escape(book["title"])}</title>'
        f'<meta name="author" content="{escape(citation.author())}">'
        f'<meta name="description" content="{escape(book["abstract"].split(".")[0])}.">'
        f'</head><body>{_title_page()}<nav class="contents"><h1 id="contents">Contents</h1>'
        f"<ul>{''.join(contents)}</ul></nav><main></main></body></html>"
    )


def _parsed(text: str | bytes):
    """Parse HTML as WeasyPrint would."""
    import tinyhtml5

    return tinyhtml5.parse(text, namespace_html_elements=False)


def _element(tag: str, text: str, *children, **attributes: str):
    from xml.etree.ElementTree import Element

    element = Element(tag, attributes)
    element.text = text
    element.extend(children)
    return element


def _take_chapters(body) -> dict:
    """Take every page but the first out of the single page, by name."""
    parents = {child: parent for parent in body.iter() for child in parent}
    taken = {}
    for marker in [one for one in body.iter("span") if one.get("id", "").startswith("document-")]:
        parent = parents[marker]
        section = parent[list(parent).index(marker) + 1]
        taken[marker.get("id").removeprefix("document-")] = section
        section.insert(0, marker)  # the page's own anchor goes with it
        parent.remove(marker)
        parent.remove(section)
    for wrapper in [one for one in body.iter("div") if "toctree-wrapper" in one.get("class", "")]:
        parents[wrapper].remove(wrapper)
    return taken


def _raise_headings(section) -> None:
    """Sphinx nests chapters under the first page; print gives each its own first level."""
    for element in section.iter():
        if re.fullmatch("h[2-6]", element.tag):
            element.tag = f"h{int(element.tag[1]) - 1}"


def _describe_drawings(body) -> None:
    """Say as a title what a drawing's label says: WeasyPrint reads its alternative text there."""
    for drawing in body.iter(f"{SVG}svg"):
        if label := drawing.get("aria-label"):
            drawing.insert(0, _element(f"{SVG}title", label))


def _remove(wrapper) -> None:
    """Take an element out of its tree, leaving the text that follows it."""
    parent, element = wrapper.parent.etree_element, wrapper.etree_element
    position = list(parent).index(element)
    if element.tail:
        if position:
            before = parent[position - 1]
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _make_ids_unique(body) -> None:
    """Mend ids that the single page repeats (``id1`` of each chapter): the first keeps its name."""
    seen: set[str] = set()
    for element in body.iter():
        if (id := element.get("id")) is None:
            continue
        if id in seen:
            del element.attrib["id"]
        seen.add(id)


def _lead_within(body) -> None:
    """Let links to other files lead within this page: as paths of a machine they lead nowhere."""
    for link in body.iter("a"):
        address = link.get("href", "")
        if address and not re.match(r"#|[a-z]+:", address):
            anchor = address.partition("#")[2]
            link.set("href", f"#{anchor}") if anchor else link.attrib.pop("href")


def _title_page() -> str:
    book = citation.book()
    title, _, subtitle = escape(book["title"]).partition(": ")
    return (
        f'<header class="title-page"><p class="title">{title}</p><p class="subtitle">{subtitle}</p>'
        f'<p class="author">{escape(citation.author())}</p>'
        f'<p class="edition">Version {book["version"]}, {book["date-released"]}</p>'
        f'<p class="cite">Cite as: {escape(citation.cite_book())}</p>'
        '<p class="licence">Text CC BY 4.0. Code MIT.</p></header>'
    )
