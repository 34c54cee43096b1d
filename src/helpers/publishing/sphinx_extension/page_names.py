"""Names of pages.

They count from ``chapters/`` in the book, and from the project's root where plain
``jupyter-book build .`` compiles it.
"""

from sphinx.util.nodes import make_refnode


def found(env, name: str) -> str:
    """Name a page, given from ``chapters/``, as this build does."""
    below = f"chapters/{name}"
    return below if name not in env.found_docs and below in env.found_docs else name


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
