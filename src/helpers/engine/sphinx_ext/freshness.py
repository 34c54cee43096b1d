"""Which pages are out of date.

A page is read again when its source, or anything it shows, has changed, and written again when
what it says of other pages has: their titles in its navigation, the numbers and names behind its
references. Sphinx itself knows only the page's own file, and that by the clock alone. Here what
every page is made of and shows is remembered with a digest, and compared before the next build.
"""

from collections.abc import Iterable
from pathlib import Path

from sphinx.addnodes import pending_xref

from helpers import paths
from helpers.engine.sphinx_ext import addresses
from helpers.engine.sphinx_ext.published import bundles
from helpers.engine.state import fingerprints
from helpers.evidence import findings, package, passages

KEPT = ("book_shown", "book_references", "book_drawings", "book_forms", "book_texts")
KINDS = {
    "page": lambda app, page: _page(app.env, page),
    "fact": lambda app, id: _fact(bundles.fact(app, id)),
    "passage": lambda app, id: fingerprints.of_bytes(repr(passages.passage(id)).encode()),
    "finding": lambda app, id: fingerprints.of_bytes(repr(findings.finding(id)).encode()),
    "figure": lambda app, id: _bundle(bundles.figure(app, id, "figure")),
    "table": lambda app, id: _bundle(bundles.figure(app, id, "table")),
    "file": lambda app, path: fingerprints.of_file(path),
    "table-file": lambda app, name: _table_file(name),
    "bundle": lambda app, folder: _folder_digest(Path(app.config.book_bundles) / folder),
    "parameters": lambda app, name: repr(app.config.book_parameters.get(name)),
    "inputs": lambda app, name: _inputs(),
    "verdicts": lambda app, name: _verdicts(app),
    "late": lambda app, id: "",  # known when all pages are read: `cross_references` looks after it
    "atlas": lambda app, id: "",  # lies in files beside the page: `atlas` looks after them
}


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
    """Every name that a page can refer to, with what a reference to it shows."""
    from helpers.engine.sphinx_ext.back_matter import bibliography

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
    for key, entry in bibliography.works(env).items():
        made[addresses.work_anchor(key)] = entry
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
    """Digest of a page's source and of the files that it takes in, such as pictures.

    Sphinx asks when they were written, which is no answer once the clock has been set back.
    """
    taken_in = sorted(Path(env.srcdir, name) for name in env.dependencies.get(page, ()))
    told = [fingerprints.of_file(file) for file in (env.doc2path(page), *taken_in)]
    return fingerprints.of_bytes(" ".join(told).encode())


def _fact(found) -> str:
    """Digest of what a fact shows, the explanation of where it is from included."""
    from helpers.engine.sphinx_ext import facts

    return fingerprints.of_bytes(f"{found} {facts.explanation(found, {})}".encode())


def _bundle(bundle) -> str:
    """Digest of what a figure or table shows, the lines under it included."""
    from helpers.engine.sphinx_ext.back_matter.verification_lists import is_verified
    from helpers.engine.sphinx_ext.published import footer as lines

    told = (
        bundle.digest,
        lines.sources_html(bundle),
        lines.table_html(bundle.rows),
        is_verified(bundle),
    )
    return fingerprints.of_bytes(repr(told).encode())


def _table_file(name: str) -> str:
    """Digest of a table's file, wherever the data package has it; empty when it has none."""
    known = name in package.tables()
    return fingerprints.of_file(paths.DATA / package.resource(name)["path"]) if known else ""


def _folder_digest(folder: Path) -> str:
    """Digest of the metadata of everything in a folder of bundles."""
    told = [f"{file.name} {fingerprints.of_file(file)}" for file in sorted(folder.glob("*.json"))]
    return fingerprints.of_bytes("\n".join(told).encode())


def _inputs() -> str:
    """Digest of every file that the book is made from, and of their names: one may be new."""
    from helpers.engine.sphinx_ext.back_matter import verification_lists

    return fingerprints.of_files(verification_lists.inputs())


def _verdicts(app) -> str:
    """Tell of every figure and table whether it is verified; metadata say nothing of drawings."""
    from helpers.engine.sphinx_ext.back_matter.verification_lists import is_verified

    return repr({one.id: is_verified(one) for one in bundles.all_bundles(app)})


def _now(app, kind: str, id: str):
    from helpers.errors import BookError

    try:
        return KINDS[kind](app, id)
    except BookError:
        return None
