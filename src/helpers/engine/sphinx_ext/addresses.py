"""Where things are in the book: the names of pages, the anchors in them, the ways to them.

Names count from ``chapters/`` in the book, and from the project's root where plain
``jupyter-book build .`` compiles it.
"""

from sphinx.util.nodes import make_refnode

CATALOGUE = "apparatus/catalogue"
COMPUTED = "apparatus/computed"  # where every computed value has its row
DISCREPANCIES = "apparatus/discrepancies"
FINDINGS = "apparatus/findings"  # every conclusion with its evidence
GLOSSARY = "apparatus/glossary"
NETWORK = "apparatus/network"
OBSERVATIONS = "apparatus/observations"  # where every observation has its row
PASSAGES = "apparatus/passages"  # every sentence of the sources that the book argues from
REPRODUCIBILITY = "apparatus/reproducibility"  # how to check the book oneself
TIMELINE = "apparatus/timeline"


def found(env, name: str) -> str:
    """Name a page, given from ``chapters/``, as this build does."""
    below = f"chapters/{name}"
    return below if name not in env.found_docs and below in env.found_docs else name


def has(env, name: str) -> bool:
    """Return whether the book has a page, given from ``chapters/``."""
    return found(env, name) in env.found_docs


def row_anchor(id: str) -> str:
    """Name the permanent anchor of a row of data by its id."""
    return id.replace(".", "-")


def fact_anchor(id: str) -> str:
    """Name the permanent anchor of an observation or computed value."""
    return f"fact-{row_anchor(id)}"


def passage_anchor(id: str) -> str:
    """Name the permanent anchor of a passage."""
    return f"passage-{row_anchor(id)}"


def finding_anchor(id: str) -> str:
    """Name the permanent anchor of a finding."""
    return f"finding-{row_anchor(id)}"


def work_anchor(key: str) -> str:
    """Name the permanent anchor of a work's entry in the bibliography."""
    return f"cite-{key}"


def root(builder) -> str:
    """Tell the way from the page being written up to the book's root, where files lie beside it."""
    return "../" * builder.current_docname.count("/")


def address(builder, name: str, anchor: str = "") -> str:
    """Tell the way from the page being written to a page, or to an anchor in it."""
    page = found(builder.env, name)
    way = builder.get_relative_uri(builder.current_docname, page)  # none from a page to itself
    return f"{way}#{anchor}" if anchor else way or f"{page.rpartition('/')[2]}.html"


def resolve(app, env, node, content):
    """Let ``{doc}`/part/chapter``` lead to that page in a plain build, too."""
    target = node.get("reftarget", "")
    page = found(env, target.lstrip("/"))
    if node.get("reftype") != "doc" or not target.startswith("/") or page not in env.found_docs:
        return None
    text = content if node.get("refexplicit") else type(content)("", env.titles[page].astext())
    return make_refnode(app.builder, node["refdoc"], page, "", text)


def setup(app) -> None:
    """Register."""
    app.connect("missing-reference", resolve)
