"""The apparatus: pages that the data itself fills."""

from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from helpers import paths
from helpers.evidence import facts, sources
from helpers.publishing.sphinx_extension import bundles, freshness
from helpers.publishing.sphinx_extension.facts import anchor


class ObservationsTable(nodes.General, nodes.Element):
    """The table of observations: in pages all of them, in print those that the book prints."""


class ObservationsDirective(SphinxDirective):
    """``{observations}``: every observation, each with its permanent anchor."""

    def run(self):
        """Place the table."""
        for name in ("observations.csv", "sources.csv"):
            freshness.remember(self.env, "file", str(paths.DATA / name))
        return [ObservationsTable()]


def visit_observations(self, node) -> None:
    """Write the table."""
    rows = facts.observations().values()
    if self.builder.name == "singlehtml":
        used = freshness.used(self.builder.env, "fact")
        rows = [one for one in rows if one.id in used]
    head = "".join(
        f'<th scope="col">{title}</th>'
        for title in ("Value", "What it is", "Where and when", "Printed as", "In", "Status")
    )
    self.body.append(
        '<div class="observations" data-filter><table class="filterable"><thead><tr>'
        f"{head}</tr></thead><tbody>{''.join(map(_row, rows))}</tbody></table></div>"
    )
    raise nodes.SkipNode


def _row(one: facts.Fact) -> str:
    source = sources.source(one.source)
    cells = [
        f'<td class="number">{escape(one.text)}</td>',
        f"<td>{escape(one.indicator)}<br><code>{escape(one.id)}</code></td>",
        f"<td>{escape(' · '.join(part for part in (one.place, one.period) if part))}</td>",
        f"<td>“{escape(one.literal)}”</td>",
        f"<td>{escape(source['id'])}, {escape(one.locator)}, line {escape(one.line)}</td>",
        f"<td>{escape(one.status)}{'<br>' if one.note else ''}{escape(one.note)}</td>",
    ]
    return f'<tr id="{anchor(one.id)}">{"".join(cells)}</tr>'


class ComputedTable(nodes.General, nodes.Element):
    """The table of the values that chapters compute."""


class ComputedDirective(SphinxDirective):
    """``{computed-values}``: every computed value, with what it was computed from."""

    def run(self):
        """Place the table."""
        freshness.remember(self.env, "bundle", "facts")
        return [ComputedTable()]


def visit_computed(self, node) -> None:
    """Write the table."""
    app = self.builder.app
    rows = "".join(
        f'<tr id="{anchor(one.id)}"><td class="number">{escape(one.text)}</td>'
        f"<td>{escape(one.indicator)}<br><code>{escape(one.id)}</code></td>"
        f"<td>{'<br>'.join(f'<code>{escape(origin)}</code>' for origin in one.of)}</td></tr>"
        for one in bundles.computed_facts(app)
    )
    self.body.append(
        '<div class="observations" data-filter><table><thead><tr><th scope="col">Value</th>'
        '<th scope="col">What it is</th><th scope="col">Computed from</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    raise nodes.SkipNode


def setup(app) -> None:
    """Register."""
    skip = (lambda self, node: _skip(), None)
    app.add_node(ObservationsTable, html=(visit_observations, None), latex=skip, text=skip)
    app.add_node(ComputedTable, html=(visit_computed, None), latex=skip, text=skip)
    app.add_directive("observations", ObservationsDirective)
    app.add_directive("computed-values", ComputedDirective)


def _skip():
    raise nodes.SkipNode
