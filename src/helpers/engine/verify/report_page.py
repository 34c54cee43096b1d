"""The page of a verification: before, after and difference, side by side, in one file."""

import csv
import io
from base64 import b64encode
from collections.abc import Iterator
from html import escape

from helpers.engine.verify import compare_pictures, compare_rows
from helpers.engine.verify.baseline import Figure
from helpers.engine.verify.outcomes import NOUNS, SAME, SKIPPED, Outcome, Verification, verdict
from helpers.figures import palette

STYLE = """
body { font: 16px/1.5 "Source Sans 3", system-ui, sans-serif; color: var(--book-ink);
  background: var(--book-paper); max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 0; }
h2 small { font-weight: 400; color: var(--book-muted); }
p.verdict { margin: .3rem 0 1.5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .5rem 0; }
th, td { text-align: left; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--book-rule);
  vertical-align: top; }
th { font-weight: 600; color: var(--book-muted); }
.scroll { overflow-x: auto; max-height: 32rem; }
section { border-top: 2px solid var(--book-ink); padding: .8rem 0 1.2rem; }
section ul { margin: .4rem 0; padding-left: 1.2rem; }
section li { white-space: pre-wrap; overflow-wrap: anywhere; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem; }
figure { margin: .5rem 0 0; }
figure img { width: 100%; height: auto; background: #ffffff; border: 1px solid var(--book-rule); }
figcaption { color: var(--book-muted); }
.was { color: var(--book-muted); } .is { color: var(--book-accent); font-weight: 600; }
details summary { cursor: pointer; color: var(--book-muted); }
code { font-size: .92em; overflow-wrap: anywhere; }
"""


def page(found: Verification) -> str:
    """Write the whole page; it asks for no other file."""
    title = "Verified" if found.passed else "Not verified"
    counts = "".join(
        f"<tr><th scope='row'>{NOUNS[kind][1].capitalize()}</th><td>{states.total()}</td>"
        f"<td>{states[SAME]}</td><td>{states.total() - states[SAME]}</td></tr>"
        for kind, states in found.counts.items()
    )
    shown = "".join(_section(one) for one in found.differing)
    skipped = [one for one in found.outcomes if one.state == SKIPPED]
    same = [one for one in found.outcomes if one.state == SAME]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}: the book’s verification</title>"
        f"<style>{palette.stylesheet()}{STYLE}</style></head><body><main>"
        f'<h1>{title}</h1><p class="verdict">{escape(verdict(found))}</p>'
        "<table><thead><tr><th></th><th scope='col'>In all</th><th scope='col'>As accepted</th>"
        f"<th scope='col'>Not</th></tr></thead><tbody>{counts}</tbody></table>"
        f"{shown}{_listed('Not compared', skipped)}{_listed('As accepted', same)}"
        "</main></body></html>\n"
    )


def _section(one: Outcome) -> str:
    told = "".join(f"<li>{escape(line)}</li>" for line in one.told)
    return (
        f'<section id="{escape(one.name)}"><h2>{escape(one.name)} '
        f"<small>{one.kind}, {one.state}</small></h2><ul>{told}</ul>"
        f"{''.join(_pictures(one))}{_cells(one)}</section>"
    )


def _pictures(one: Outcome) -> Iterator[str]:
    before, after = (figure.picture if figure else b"" for figure in (one.before, one.after))
    if not (before or after):
        return
    yield '<div class="pictures">'
    for title, picture in (("Before", before), ("After", after)):
        if picture:
            yield _picture(title, compare_pictures.as_png(picture))
    if before and after and before != after:
        yield _picture("Difference", compare_pictures.marked(before, after))
    yield "</div>"


def _picture(title: str, png: bytes) -> str:
    address = f"data:image/png;base64,{b64encode(png).decode()}"
    return f'<figure><img alt="{title}" src="{address}"><figcaption>{title}</figcaption></figure>'


def _cells(one: Outcome) -> str:
    """Show the cells that differ, or, of what is new or gone, all."""
    if one.before and one.after:
        if one.before.data == one.after.data:
            return ""
        found = compare_rows.difference(one.before.csv, one.after.csv)
        changes = [difference for difference in found if not isinstance(difference, str)]
        body = "".join(
            f"<tr><td>{escape(change.row)}</td><td>{escape(name)}</td>"
            f'<td class="was">{escape(old)}</td><td class="is">{escape(new)}</td></tr>'
            for change in changes
            for name, old, new in change.cells or [("", "", "")]
        )
        return _table(["Row", "Column", "Before", "After"], body)
    figure = one.before or one.after
    return _whole(figure) if figure else ""


def _whole(figure: Figure) -> str:
    header, *rows = csv.reader(io.StringIO(figure.csv))
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    table = _table(header, body)
    return f"<details><summary>Data ({len(rows)} rows)</summary>{table}</details>"


def _table(header: list[str], body: str) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    return (
        f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _listed(title: str, outcomes: list[Outcome]) -> str:
    if not outcomes:
        return ""
    items = "".join(
        f"<li>{one.kind} <code>{escape(one.name)}</code>"
        f"{': ' + escape('; '.join(one.told)) if one.told else ''}</li>"
        for one in outcomes
    )
    return (
        f"<section><details><summary>{title} ({len(outcomes)})</summary><ul>{items}</ul>"
        "</details></section>"
    )
