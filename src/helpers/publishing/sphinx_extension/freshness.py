"""A page is read again when anything it shows has changed, and written again when others' titles
that its navigation shows have.

Sphinx itself knows only the page's own file. Here every page's facts, figures and tables are
remembered with a digest, and compared before the next build.
"""

from pathlib import Path

from helpers.publishing import digests
from helpers.publishing.sphinx_extension import bundles

KINDS = {
    "fact": lambda app, id: digests.of_bytes(repr(bundles.fact(app, id)).encode()),
    "figure": lambda app, id: bundles.figure(app, id, "figure").digest,
    "table": lambda app, id: bundles.figure(app, id, "table").digest,
    "file": lambda app, path: digests.of_file(path),
    "bundle": lambda app, folder: _folder_digest(Path(app.config.book_bundles) / folder),
    "parameters": lambda app, name: repr(app.config.book_parameters.get(name)),
}


def remember(env, kind: str, id: str) -> None:
    """Note that the page being read shows the thing of that kind and id."""
    shown = _shown(env).setdefault(env.docname, {})
    shown[kind, id] = KINDS[kind](env.app, id)


def used(env, kind: str) -> set[str]:
    """The ids of a kind that any page of the book shows."""
    return {id for shown in _shown(env).values() for one, id in shown if one == kind}


def outdated(app, env, added, changed, removed) -> list[str]:
    """Name the pages that show something that has changed."""
    return [
        page
        for page, shown in _shown(env).items()
        if any(_now(app, kind, id) != digest for (kind, id), digest in shown.items())
    ]


def rewritten(app, env) -> list[str]:
    """Name all pages when a title or the order of pages has changed: every page shows them."""
    told = [(page, env.titles[page].astext()) for page in env.titles]
    told.append(("order", repr({key: str(value) for key, value in env.toctree_includes.items()})))
    before, env.book_navigation = getattr(env, "book_navigation", None), sorted(told)
    return [] if before in (None, env.book_navigation) else sorted(env.found_docs)


def setup(app) -> None:
    """Register."""
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", rewritten)
    app.connect("env-purge-doc", lambda app, env, page: _shown(env).pop(page, None))
    app.connect(
        "env-merge-info",
        lambda app, env, pages, other: _shown(env).update(
            {page: shown for page, shown in _shown(other).items() if page in pages}
        ),
    )


def _shown(env) -> dict:
    if not hasattr(env, "book_shown"):
        env.book_shown = {}
    return env.book_shown


def _folder_digest(folder: Path) -> str:
    """Digest of the metadata of everything in a folder of bundles."""
    told = [f"{file.name} {digests.of_file(file)}" for file in sorted(folder.glob("*.json"))]
    return digests.of_bytes("\n".join(told).encode())


def _now(app, kind: str, id: str):
    from helpers.errors import BookError

    try:
        return KINDS[kind](app, id)
    except BookError:
        return None
