"""Which pages are out of date.

A page is read again when its source, or anything it shows, has changed, and written again when
what it says of other pages has: their titles in its navigation, the numbers and names behind its
references. Sphinx itself knows only the page's own file, and that by the clock alone. Here what
every page is made of and shows is remembered with a digest, and compared before the next build.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from sphinx.addnodes import pending_xref

from helpers import paths
from helpers.engine.state import fingerprints
from helpers.errors import BookError
from helpers.evidence import package

KEPT = ("book_shown", "book_references", "book_drawings", "book_forms", "book_texts")
KINDS: dict[str, Callable] = {
    "page": lambda app, page: _page(app.env, page),
    "file": lambda app, path: fingerprints.of_file(path),
    "table-file": lambda app, name: _table_file(name),
    "bundle": lambda app, folder: _folder_digest(Path(app.config.book_bundles) / folder),
    "parameters": lambda app, name: repr(app.config.book_parameters.get(name)),
    "late": lambda app, id: "",  # known when all pages are read: `cross_references` looks after it
}
# What gives the names that pages can refer to, beside Sphinx, with what a reference shows.
TARGETS: list[Callable[[object], dict[str, tuple]]] = []


def kind(name: str) -> Callable[[Callable], Callable]:
    """Register a kind of thing that pages show, by the function that digests one.

    The function takes the application and the thing's id. It is asked when a page that shows the
    thing is read, and before the next build.
    """

    def register(digest: Callable) -> Callable:
        KINDS[name] = digest
        return digest

    return register


def remember(env, kind: str, id: str = "") -> None:
    """Note that the page being read shows the thing of that kind and id."""
    shown = _shown(env).setdefault(env.docname, {})
    if (kind, id) not in shown:
        shown[kind, id] = KINDS[kind](env.app, id)


def refer(env, names: Iterable[str]) -> None:
    """Note that the page being read says of things by name what only other pages tell."""
    kept(env, "book_references").setdefault(env.docname, set()).update(names)


def kept(env, name: str) -> dict:
    """Give what is kept in Sphinx's environment under one of the `KEPT` names, by page."""
    if not hasattr(env, name):
        setattr(env, name, {})
    return getattr(env, name)


def pages_with(env, kind: str, id: str = "") -> list[str]:
    """Name the pages that show the thing of that kind and id."""
    return sorted(page for page, shown in _shown(env).items() if (kind, id) in shown)


def outdated(app, env, added, changed, removed) -> list[str]:
    """Name the pages that show something that has changed."""
    return [
        page
        for page, shown in _shown(env).items()
        if any(_now(app, kind, id) != digest for (kind, id), digest in shown.items())
    ]


def remember_page(app, doctree) -> None:
    """Note the source of the page being read, and what it refers to by name."""
    env = app.env
    remember(env, "page", env.docname)
    refer(env, {one["reftarget"] for one in doctree.findall(pending_xref) if "reftarget" in one})


def rewritten(app, env) -> list[str]:
    """Name the pages that show of others what has changed.

    All of them when a title, or the order of pages, has; else those with a reference whose target
    has another number, name or place.
    """
    told = sorted((page, title.pformat()) for page, title in env.titles.items())
    told.append(("contents", fingerprints.of_file(paths.TOC)))
    before, env.book_navigation = getattr(env, "book_navigation", None), told
    targets = _targets(env)
    known, env.book_targets = getattr(env, "book_targets", None), targets
    if before != env.book_navigation:
        return sorted(env.found_docs)
    return [
        page
        for page, names in kept(env, "book_references").items()
        if any(known.get(name) != targets.get(name) for name in names)
    ]


def _targets(env) -> dict[str, tuple]:
    """Return every name that a page can refer to, with what a reference to it shows."""
    domain = env.get_domain("std")
    numbers = {
        id: number
        for figures in (env.toc_fignumbers, {"": env.toc_secnumbers})
        for kinds in figures.values()
        for numbered in kinds.values()
        for id, number in numbered.items()
    }
    made = {}
    for name, (page, id, *_) in domain.anonlabels.items():
        made[name] = (page, id, domain.labels.get(name), numbers.get(id))
    for targets in TARGETS:
        made |= targets(env)
    return made


def setup(app) -> None:
    """Register."""
    app.connect("env-get-outdated", outdated)
    app.connect("env-get-updated", rewritten, priority=900)  # after Sphinx has numbered figures
    app.connect("doctree-read", remember_page)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)


def _forget(app, env, page) -> None:
    for name in KEPT:
        kept(env, name).pop(page, None)


def _merge(app, env, pages, other) -> None:
    for name in KEPT:
        kept(env, name).update(
            {page: one for page, one in kept(other, name).items() if page in pages}
        )


def _shown(env) -> dict:
    return kept(env, "book_shown")


def _page(env, page: str) -> str:
    """Return the digest of a page's source and of the files that it takes in, such as pictures.

    Sphinx asks when they were written, which is no answer once the clock has been set back.
    """
    taken_in = sorted(Path(env.srcdir, name) for name in env.dependencies.get(page, ()))
    told = [fingerprints.of_file(file) for file in (env.doc2path(page), *taken_in)]
    return fingerprints.of_bytes(" ".join(told).encode())


def _table_file(name: str) -> str:
    """Digest a table's file, wherever the data package has it; empty when it has none."""
    known = name in package.tables()
    return fingerprints.of_file(paths.DATA / package.resource(name)["path"]) if known else ""


def _folder_digest(folder: Path) -> str:
    """Return the digest of the metadata of everything in a folder of bundles."""
    told = [f"{file.name} {fingerprints.of_file(file)}" for file in sorted(folder.glob("*.json"))]
    return fingerprints.of_bytes("\n".join(told).encode())


def _now(app, kind: str, id: str):
    try:
        return KINDS[kind](app, id)
    except BookError:
        return None
