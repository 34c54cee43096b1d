"""How the print edition sets what is this book's own: its glossary, its atlas, its index."""

from collections.abc import Iterable

from helpers.book.atlas import directive as atlas
from helpers.engine.print.builder import index_terms, print_block
from helpers.engine.print.index import Term
from helpers.engine.print.markup import Code, call, content, text
from helpers.engine.print.tables import of_html
from helpers.engine.print.writer import Writer, print_as
from helpers.engine.sphinx_ext.addresses import row_anchor
from helpers.engine.sphinx_ext.back_matter import verification_lists
from helpers.engine.sphinx_ext.back_matter.data_pages import capitalised, rows, with_acronym
from helpers.evidence import sources

HUB = "ecuador"  # what the whole book is about is on every page


def glossary(writer: Writer, part: str) -> str:
    """Write every term with its Spanish form, acronym, meaning and place in the sources."""
    items = [
        Code(f"({content(_term(writer, one))}, {content(_meaning(one))})")
        for one in rows("glossary")
    ]
    return call("glossary", items=items)


def _term(writer: Writer, one: dict) -> str:
    name = capitalised(with_acronym(one["term"], one["acronym"]))
    told = writer.anchor(row_anchor(one["id"])) + text(name)
    if one["term_es"]:
        told += "#linebreak();" + call("spanish", text(one["term_es"]))
    return told


def _meaning(one: dict) -> str:
    where = f"{sources.source(one['source'])['id']}, {one['locator']}"
    return text(one["definition"]) + call("origin", text(f" {where}"))


def summary(writer: Writer, part: str) -> str:
    """Write how much of the book is as accepted."""
    return of_html(verification_lists.summary(writer.builder))


@print_as(atlas.Atlas)
def write_atlas(writer: Writer, node) -> str:
    """Refer to the maps that stand in for the interactive atlas."""
    env = writer.builder.env
    items = []
    for id in node["figures"]:
        page, _, called = atlas.find(env, id)
        items.append(content(call("to", text(called), to=f"{page}#fig-{id}", how="far")))
    told = "Its layers are for a screen. On paper these maps stand in for them:"
    return call("p", text(told)) + "\n" + call("bullets", items=items)


def terms() -> Iterable[Term]:
    """List what the index looks for: institutions, places, agreements, themes."""
    named = set()
    for one in rows("institutions"):
        named.add(one["name"])
        shown = with_acronym(one["name"], one["acronym"])
        forms = filter(None, (one["name"], one["name_es"], one["acronym"]))
        yield Term("Institutions", shown, tuple(dict.fromkeys(forms)))
    for one in rows("places"):
        if one["id"] != HUB:
            yield Term("Places", one["name"], (one["name"],))
    for one in rows("agreements"):
        forms = filter(None, (one["title"], one["title_es"]))
        yield Term("Agreements", one["title"], tuple(dict.fromkeys(forms)))
    for one in rows("glossary"):
        if one["term"] in named:
            continue
        yield Term("Themes", capitalised(one["term"]), tuple(_forms(one)))


def _forms(one: dict) -> Iterable[str]:
    for form in filter(None, (one["term"], one["acronym"], *one["forms"].split(";"))):
        yield form
        if form == form.lower():
            yield from (f"{form}s", capitalised(form), f"{capitalised(form)}s")


def setup(app) -> None:
    """Register."""
    print_block("glossary-of-terms", glossary)
    print_block("verification-summary", summary)
    index_terms(terms)
