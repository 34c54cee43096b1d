"""What is known only once every page has been read: where facts are shown, figures' numbers.

Pages that tell it are written again when it has changed. They name it as something they show, of
the kind ``late``, with one of the ids below.
"""

from helpers.engine.sphinx_ext import freshness
from helpers.engine.sphinx_ext.back_matter import bibliography
from helpers.engine.sphinx_ext.published import bundles
from helpers.engine.state.fingerprints import of_bytes


def uses(env) -> dict[str, list[str]]:
    """List the pages that show each fact, in reading order.

    A page that shows a computed value shows what it was computed from, too.
    """
    found: dict[str, list[str]] = {}
    made = {one.id: one for one in bundles.computed_facts(env.app)}

    def note(id: str, page: str) -> None:
        if page not in found.setdefault(id, []):
            found[id].append(page)
            for origin in made[id].of if id in made else ():
                note(origin, page)

    for page in reading_order(env):
        for kind, id in sorted(env.book_shown.get(page, ())):
            if kind == "fact":
                note(id, page)
    return found


def shown(env, kind: str) -> dict[str, list[str]]:
    """List the pages that show each thing of a kind, such as ``passage``, in reading order."""
    found: dict[str, list[str]] = {}
    for page in reading_order(env):
        for one, id in sorted(env.book_shown.get(page, ())):
            if one == kind:
                found.setdefault(id, []).append(page)
    return found


def reading_order(env) -> list[str]:
    """List every page, as the contents have them."""
    order: list[str] = []

    def follow(page: str) -> None:
        if page not in order:
            order.append(page)
            for child in env.toctree_includes.get(page, []):
                follow(child)

    follow(env.config.root_doc)
    return order + sorted(env.found_docs - set(order))


def numbered(env) -> list[tuple[str, str, str, str]]:
    """List every numbered figure and table: kind, number, page and label, in their order."""
    found = []
    for page, kinds in env.toc_fignumbers.items():
        for told, labels in kinds.items():
            # The single page for print has all numbers under its root, by "page/kind".
            where, _, kind = told.rpartition("/")
            found += [(kind, number, where or page, label) for label, number in labels.items()]
    return [
        (kind, ".".join(map(str, number)), page, label)
        for kind, number, page, label in sorted(found, key=lambda one: one[:2])
    ]


def _figures(env) -> object:
    labels = env.get_domain("std").labels
    return [(*one, labels.get(one[3])) for one in numbered(env)]


def _citations(env) -> object:
    return sorted(bibliography.cited(env))


def _works(env) -> object:
    return sorted(bibliography.works(env).items())


def _pages(env) -> object:
    return [(page, env.titles[page].astext()) for page in reading_order(env)]


def _drawings(env) -> object:
    return sorted(freshness.kept(env, "book_drawings").items())


TOLD = {
    "uses": uses,
    "passages": lambda env: shown(env, "passage"),
    "findings": lambda env: shown(env, "finding"),
    "figures": _figures,
    "citations": _citations,
    "works": _works,
    "pages": _pages,
    "drawings": _drawings,
}


def rewritten(app, env) -> list[str]:
    """Name the pages that tell something that has changed."""
    now = {id: of_bytes(repr(tell(env)).encode()) for id, tell in TOLD.items()}
    before, env.book_late = getattr(env, "book_late", {}), now
    return [
        page
        for page, shown in env.book_shown.items()
        if any(kind == "late" and before.get(id) != now[id] for kind, id in shown)
    ]


def setup(app) -> None:
    """Register: after Sphinx has numbered the figures and gathered the citations."""
    app.connect("env-get-updated", rewritten, priority=900)
