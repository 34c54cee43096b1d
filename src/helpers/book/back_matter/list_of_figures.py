"""The list of figures and tables: number, title, place, and the hash of the data."""

from helpers.engine.sphinx_ext import addresses
from helpers.engine.sphinx_ext.back_matter import cross_references
from helpers.engine.sphinx_ext.back_matter.data_pages import PageWriter, family, row, table
from helpers.engine.sphinx_ext.published import bundles
from helpers.engine.sphinx_ext.published.data_figure import first_sentence

HEAD = [("which", "No."), ("what", "Title"), ("page", "Chapter"), ("data", "Data")]
KINDS = {"figure": "Figure", "table": "Table"}


def figures(page: PageWriter, kind: str) -> str:
    """List every numbered figure, or table, in their order."""
    published = {one.id: one for one in bundles.all_bundles(page.app)}
    labels = page.env.get_domain("std").labels
    body = []
    for one, number, docname, label in cross_references.numbered(page.env):
        if one != kind or label not in labels:
            continue
        caption = " ".join(labels[label][2].split())
        cells = {
            "which": f"{KINDS[kind]} {number}",
            "what": page.link(first_sentence(caption).rstrip("."), docname, label),
            "page": page.link(page.title(docname), docname),
            "data": _data(page, published.get(label.partition("-")[2])),
        }
        body.append(row(cells, data=page.attributes(), head=HEAD))
    return table(HEAD, body, "figures")


def _data(page: PageWriter, bundle) -> str:
    if bundle is None:
        return ""
    digest = f"<code>{bundle.about['sha256'][:8]}</code>"
    base = addresses.root(page.builder)
    return f'{digest} <a href="{base}figures/{bundle.id}.csv" download>CSV</a>'


def setup(app) -> None:
    """Register."""
    parts = [("figure", "Figures", "list-of-figures"), ("table", "Tables", "list-of-tables")]
    family(
        app,
        "list-of-figures",
        figures,
        late=("figures",),
        shows=[("bundle", "figures")],
        parts=lambda: parts,
        filters=" ",
    )
