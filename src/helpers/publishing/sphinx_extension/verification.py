"""Whether a figure is what was accepted: the word under it, and the lists of what can be checked.

A figure is verified when its data, as executed for this very build, are those of the baseline, and
its drawing is the accepted one. The date is the edition's: a book tells no other time.
"""

from functools import partial
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from helpers import paths
from helpers.errors import BookError
from helpers.publishing import (
    baseline,
    chapters,
    citation,
    compare,
    compare_pictures,
    digests,
    verify_record,
)
from helpers.publishing.sphinx_extension import bundles, freshness, page_names
from helpers.publishing.sphinx_extension.nodes import add_html_only


def is_verified(bundle) -> bool:
    """Whether a figure or table of this build is the accepted one."""
    accepted = baseline.accepted().figures.get(bundle.id)
    if accepted is None or accepted.data != bundle.about["sha256"]:
        return False
    if bundle.about["kind"] != "figure":
        return True
    drawing = (bundle.folder / f"{bundle.id}.png").read_bytes()
    if digests.of_bytes(drawing) == accepted.drawing:
        return True
    if not accepted.picture:
        return False
    return compare_pictures.difference(accepted.picture, compare_pictures.picture(drawing)) is None


def edition() -> str:
    """Name the edition by its date and version."""
    book = citation.book()
    return f"{book['date-released']}, version {book['version']}"


def badge(builder, bundle) -> str:
    """Say under a figure whether it is verified, with a link to how to check it oneself."""
    told = f"verified {edition()}" if is_verified(bundle) else "not verified"
    if not page_names.has(builder.env, page_names.REPRODUCIBILITY):
        return f'<span class="figure-verified">{told}</span>'
    title = "Data and drawing are those of the accepted baseline. How to check it yourself"
    if told == "not verified":
        title = "Data or drawing are not those of the accepted baseline. What that means"
    address = page_names.address(builder, page_names.REPRODUCIBILITY)
    return f'<a class="figure-verified" href="{address}" title="{title}">{told}</a>'


class VerificationList(nodes.General, nodes.Element):
    """One of the lists below; attribute ``list``."""


class VerificationDirective(SphinxDirective):
    """``{verification-summary}``, ``{verified-figures}``, ``{input-files}``: see `LISTS`."""

    def run(self):
        """Place the list."""
        shown = [("late", "figures"), ("late", "uses"), ("bundle", "figures"), ("bundle", "facts")]
        shown += [("verdicts", ""), ("inputs", "")]
        shown += [("file", str(paths.BASELINE / name)) for name in baseline.INDEX_FILES]
        for kind, id in shown:
            freshness.remember(self.env, kind, id)
        return [VerificationList(list=self.name)]


def summary(builder) -> str:
    """Count what the book is made of, and how much of it is as accepted."""
    accepted, app = baseline.accepted(), builder.app
    made = bundles.all_bundles(app)
    of_kind = {
        kind: [one for one in made if one.about["kind"] == kind] for kind in ("figure", "table")
    }
    computed = {one.id for one in bundles.computed_facts(app)}
    facts = {id: bundles.fact(app, id) for id in computed | _printed(builder.env)}
    given, before = compare.flat(app.config.book_parameters), compare.flat(accepted.parameters)
    files, texts = verify_record.data(), verify_record.texts(chapters.pages())
    counts = {
        "Figures": _verified(of_kind["figure"], is_verified),
        "Tables": _verified(of_kind["table"], is_verified),
        "Facts that sentences print, or chapters compute": _verified(
            facts, lambda id: id in accepted.facts and accepted.facts[id].text == facts[id].text
        ),
        "Parameters of chapters": _verified(
            given, lambda name: name in before and before[name] == given[name]
        ),
        "Files of data": _verified(files, lambda name: accepted.data.get(name) == files[name]),
        "Pages' words": _verified(texts, lambda name: accepted.pages.get(name) == texts[name]),
    }
    told = "".join(
        f'<tr><th scope="row">{name}</th><td class="number">{count}</td>'
        f'<td class="number">{verified}</td></tr>'
        for name, (count, verified) in counts.items()
    )
    head = {"What": "", "In all": "number", "Verified": "number"}
    return _table(head, told, f"Edition of {edition()}")


def _verified(things, is_same) -> tuple[int, int]:
    """Count things, and those that are as accepted."""
    return len(things), sum(map(is_same, things))


def figures(builder) -> str:
    """List every figure and table: its place, its rows, the hash of its data, its state."""
    labels = builder.env.get_domain("std").anonlabels
    rows = []
    for one in bundles.all_bundles(builder.app):
        kind = one.about["kind"]
        label = f"{'fig' if kind == 'figure' else 'tab'}-{one.id}"
        name = f"<code>{escape(one.id)}</code>"
        if label in labels:
            page, anchor, *_ = labels[label]
            name = f'<a href="{page_names.address(builder, page, anchor)}">{name}</a>'
        rows.append(
            f'<tr><td>{name}</td><td>{kind}</td><td class="number">{one.about["rows"]}</td>'
            f"<td>{_hash(builder, one.about['sha256'])}</td>"
            f"<td>{'verified' if is_verified(one) else 'not verified'}</td></tr>"
        )
    head = {"Id": "", "Kind": "", "Rows": "number", "SHA-256 of the data": "", "State": ""}
    return _table(head, "".join(rows))


def files(builder) -> str:
    """List every file that the book is made from, with its hash."""
    rows = "".join(
        f"<tr><td><code>{escape(paths.relative(file))}</code></td>"
        f'<td class="number">{file.stat().st_size:,}</td>'
        f"<td>{_hash(builder, digests.of_file(file))}</td></tr>"
        for file in inputs()
    )
    return _table({"File": "", "Bytes": "number", "SHA-256": ""}, rows)


def inputs() -> list:
    """List the files that the book is made from: chapters, parameters, data, the lock."""
    own = [paths.TOC, paths.CONFIG, paths.CITATION, paths.LOCK]
    found = [file for file in digests.project_files() if not file.is_relative_to(paths.SOURCE)]
    return [file for file in own if file.is_file()] + sorted(found)


LISTS = {"verification-summary": summary, "verified-figures": figures, "input-files": files}


def list_html(builder, node) -> str:
    """Write a list."""
    return LISTS[node["list"]](builder)


def require_all_recorded(env) -> None:
    """Make sure that verification knows of every fact that the pages show, and of no other.

    Called when all pages are made without a problem: a role that is wrong shows no fact.

    Raises
    ------
    BookError
        Naming the facts that only one of the two knows.
    """
    if not page_names.has(env, page_names.REPRODUCIBILITY):
        return
    shown = _printed(env)
    recorded = set(filter(partial(_exists, env.app), verify_record.printed(chapters.pages()).facts))
    if apart := sorted(shown ^ recorded):
        raise BookError(
            f"chapters/{page_names.REPRODUCIBILITY}: the pages show {len(shown)} facts and "
            f"verification compares {len(recorded)} of them. Only one of the two knows "
            f"{', '.join(apart[:5])}: a role that prints facts is not in facts.ROLES."
        )


def _exists(app, id: str) -> bool:
    """Whether there is such a fact; the page that prints one that is not tells so itself."""
    try:
        bundles.fact(app, id)
    except BookError:
        return False
    return True


def _printed(env) -> set[str]:
    """List the facts that pages show."""
    return {id for shown in env.book_shown.values() for kind, id in shown if kind == "fact"}


def _hash(builder, digest: str) -> str:
    """Show a hash; print has room for its beginning only."""
    return f"<code>{f'{digest[:16]}…' if builder.name == 'singlehtml' else digest}</code>"


def _table(head: dict[str, str], body: str, caption: str = "") -> str:
    """Write a table; `head` gives each column's title its class."""
    cells = "".join(f'<th scope="col" class="{css}">{name}</th>' for name, css in head.items())
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<div class="table-scroll verification" tabindex="0"><table>{told}<thead><tr>{cells}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def setup(app) -> None:
    """Register."""
    add_html_only(app, VerificationList, list_html)
    for name in LISTS:
        app.add_directive(name, VerificationDirective)
