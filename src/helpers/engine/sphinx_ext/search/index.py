"""The search index as a script, and beside it the rules by which words are cut to their stems."""

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from sphinx.search import IndexBuilder
from sphinx.util.osutil import ensuredir

from helpers.engine.extensions import book
from helpers.engine.sphinx_ext import addresses
from helpers.engine.sphinx_ext.back_matter import cross_references
from helpers.engine.sphinx_ext.back_matter.data_pages import PageWriter
from helpers.engine.sphinx_ext.search import page_entries
from helpers.engine.sphinx_ext.search.entries import FIGURES, SECTIONS, TABLES, SearchEntry

FOLDER = "_static/search"
TELLING = (SECTIONS, FIGURES, TABLES)
IN_TITLE = 5  # mentions in a text that one in its title is worth
IS_TITLE = 50
SHOWN = 4  # pages that a result names
SPACE = re.compile(r"\s+")


def entries(app) -> list[SearchEntry]:
    """List everything that can be found, in reading order, what the book lists at the end."""
    told: list[SearchEntry] = []
    running: list[_Running] = []
    for page in cross_references.reading_order(app.env):
        found, lists = page_entries.kept(app, page)
        told += found
        if not lists:
            running.append(_Running([one for one in found if one.kind in TELLING]))
    for one in book().search_entries(PageWriter(app.builder)):
        page = addresses.found(app.env, one.page) if one.page else ""
        made = replace(one, page=page if page in app.env.found_docs else "")
        if one.forms:
            made = _where_told(made, running)
        if made.page:
            told.append(made)
    return told


class _Running:
    """What a page tells in sentences, not in lists."""

    def __init__(self, places: list[SearchEntry]):
        self.places = places
        self.text = "\n".join(f"{one.title}\n{one.text}" for one in places)


def _where_told(one: SearchEntry, running: list[_Running]) -> SearchEntry:
    """Lead an entry to the section that tells most of it, else the figure or table."""
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, one.forms))})(?!\w)")

    def count(place: SearchEntry) -> int:
        in_title = IS_TITLE if place.title in one.forms else IN_TITLE
        return len(found.findall(place.title)) * in_title + len(found.findall(place.text))

    counted = [
        (count(place), place)
        for page in running
        if any(form in page.text for form in one.forms)  # most say nothing of it
        for place in page.places
    ]
    places = [
        place
        for number, place in sorted(counted, key=lambda it: (it[1].kind != SECTIONS, -it[0]))
        if number
    ]
    if not places:
        return one
    first = places[0]
    shown = tuple(dict.fromkeys(place.page for place in places))[:SHOWN]
    return replace(one, page=first.page, anchor=first.anchor, shown=shown)


def script(app) -> str:
    """Write the index: ``window.BOOK_INDEX = …``, the same bytes each time."""
    found = entries(app)
    kinds = page_entries.kinds(found)
    pages = list(dict.fromkeys(page for one in found for page in (one.page, *one.shown)))
    numbers = {page: number for number, page in enumerate(pages)}
    told = {
        "kinds": [[one.name, one.weight] for one in kinds],
        "labels": labels(app.config),
        "pages": [[app.builder.get_target_uri(page), title(app, page)] for page in pages],
        "entries": [
            [
                kinds.index(one.kind),
                numbers[one.page],
                one.anchor,
                _line(one.title),
                _line(" · ".join(one.names)),
                _line(one.text),
                *([[numbers[page] for page in one.shown]] if one.shown else []),
            ]
            for one in found
        ],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"window.BOOK_INDEX={text};\n"


def labels(config) -> dict[str, str]:
    """Tell by which words a figure or table is called by its number, and what is meant.

    ``Fig. 10`` and ``figure 10`` are one thing; a book in another language adds its own words.
    """
    known = {}
    for kind in ("figure", "table"):
        named = re.findall(r"[^\W\d_]+", config.numfig_format[kind].replace("%s", "").lower())
        for word in [kind, kind[:3], *named]:
            known[word] = known[f"{word}s"] = kind
    return known


def language(app) -> str:
    """Write the stemmer and the stop words of the book's language, as Sphinx has them."""
    wanted = app.config.html_search_language or app.config.language
    known = IndexBuilder(app.env, wanted, app.config.html_search_options, "")
    stop = json.dumps(sorted(known.lang.stopwords), ensure_ascii=False)
    return (
        "(() => {\nvar BaseStemmer, Stemmer;\n"
        f"{known.get_js_stemmer_code()}\n"
        f"window.BOOK_LANGUAGE = {{ stemmer: new Stemmer(), stop: new Set({stop}) }};\n}})();\n"
    )


def title(app, page: str) -> str:
    """Tell a page's title."""
    return _line(app.env.titles[page].astext())


def _line(text: str) -> str:
    """Write a text in one line, its accents within its letters."""
    return unicodedata.normalize("NFC", SPACE.sub(" ", text).strip())


def bring_files(app, exception) -> None:
    """Bring the index beside the pages up to date."""
    if exception is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir, FOLDER)
    ensuredir(folder)
    for name, text in (("index.js", script(app)), ("language.js", language(app))):
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


def setup(app) -> None:
    """Register."""
    app.connect("build-finished", bring_files)
