"""The directive ``{atlas}``: the interactive atlas, and the static maps that stand in for it."""

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from helpers import paths
from helpers.errors import BookError
from helpers.evidence import package
from helpers.publishing import digests
from helpers.publishing.sphinx_extension import bundles, figures, freshness

OBSERVATIONS = "apparatus/observations"
DATA, PACKAGE = "atlas/data.js", "downloads/atlas.gpkg"


class Atlas(nodes.General, nodes.Element):
    """The atlas; attribute ``figures``: the ids of the static maps in its place."""


class AtlasDirective(SphinxDirective):
    """Place the atlas; the content names the figures that stand in its place, one a line."""

    has_content = True

    def run(self):
        """Make the node, or report a figure that no chapter publishes."""
        ids = [line.strip() for line in self.content if line.strip()]
        try:
            for id in ids:
                bundles.figure(self.env.app, id, "figure")
                freshness.remember(self.env, "figure", id)
        except BookError as error:
            return [self.state.document.reporter.error(str(error), line=self.lineno)]
        for file in inputs():
            freshness.remember(self.env, "file", str(file))
        return [Atlas(figures=ids)]


def inputs() -> list[Path]:
    """List the files that the atlas is made of."""
    from helpers.publishing.atlas.layers import TABLES

    tables = [paths.DATA / package.resource(name)["path"] for name in TABLES]
    return sorted([*tables, *paths.GEODATA.glob("*.geojson")])


def visit_html(self, node) -> None:
    """Write the atlas's frame, its scripts, and the static maps; in print only the maps."""
    if self.builder.name == "singlehtml":
        self.body.append(
            "<p>Its layers are for a screen. On paper the maps of this part stand in for them.</p>"
            f'<div class="atlas-static">{_static(self, node["figures"], "")}</div>'
        )
        raise nodes.SkipNode
    here = self.builder.current_docname
    base = "../" * here.count("/")
    scripts = "".join(
        f'<script defer src="{base}{name}"></script>'
        for name in ("_static/atlas/leaflet.js", DATA, "_static/atlas/atlas.js")
    )
    styles = "".join(
        f'<link rel="stylesheet" href="{base}_static/atlas/{name}.css">'
        for name in ("leaflet", "atlas")
    )
    self.body.append(
        f'{styles}<div class="atlas" data-atlas>'
        '<fieldset class="atlas-layers"><legend>Layers</legend></fieldset>'
        '<div class="atlas-map" role="region" aria-label="Map. Tab moves through its features, '
        'Enter opens one, Escape closes it; arrows move the map, plus and minus zoom."></div>'
        '<div class="atlas-list" role="group" aria-label="Features of the layers shown"></div>'
        f'<noscript><div class="atlas-static">{_static(self, node["figures"], base)}</div>'
        f"</noscript></div>{scripts}"
        f'<p class="atlas-download"><a href="{base}{PACKAGE}" download>All layers as a '
        "GeoPackage</a></p>"
    )
    raise nodes.SkipNode


def _static(self, ids: list[str], base: str) -> str:
    """Show the static maps, each with a link to the chapter that tells of it."""
    made = []
    for id in ids:
        page, drawing, caption = _find(self.builder.env, id)
        if self.builder.name == "singlehtml":
            folder = Path(self.builder.app.config.book_bundles) / "figures"
            image, link = (folder / f"{id}.svg").as_uri(), f"#fig-{id}"
        else:
            image = f"{base}figures/{id}.svg"
            link = self.builder.get_relative_uri(self.builder.current_docname, page)
            link = f"{link}#fig-{id}"
        made.append(
            f'<figure><img src="{escape(image)}" alt="{escape(drawing["alt"])}">'
            f'<figcaption><a href="{escape(link)}">{escape(caption)}</a></figcaption></figure>'
        )
    return "".join(made)


def _find(env, id: str):
    """Find the page on which a figure stands, its drawing, and its caption's first sentence."""
    for page in freshness.pages_with(env, "figure", id):
        for figure in env.get_doctree(page).findall(nodes.figure):
            if f"fig-{id}" in figure["ids"]:
                drawing = next(iter(figure.findall(figures.Drawing)))
                caption = next(iter(figure.findall(nodes.caption)))
                return page, drawing, figures.first_sentence(caption)
    raise BookError(f"atlas: no page shows the figure {id!r}. Place it with {{data-figure}}.")


def write_files(app, exception) -> None:
    """Write the data and the GeoPackage beside the pages, unless they are there already."""
    if exception is not None or app.builder.name != "html":
        return
    if not freshness.pages_with(app.env, "file", str(paths.GEODATA / "countries.geojson")):
        return  # no page has an atlas
    from helpers.publishing.atlas import geopackage, script

    stamp = Path(app.doctreedir) / "atlas.digest"
    own = sorted((paths.SOURCE / "helpers" / "publishing" / "atlas").glob("*.py"))
    told = digests.of_files([*inputs(), *own])
    data, gpkg = Path(app.outdir) / DATA, Path(app.outdir) / PACKAGE
    if data.exists() and gpkg.exists() and stamp.exists() and stamp.read_text() == told:
        return
    for file in (data, gpkg):
        file.parent.mkdir(exist_ok=True)
    data.write_text(script.script(f"../{OBSERVATIONS}.html"), encoding="utf-8")
    geopackage.write(gpkg)
    stamp.write_text(told)


def setup(app) -> None:
    """Register."""
    skip = (lambda self, node: _skip(), None)
    app.add_node(Atlas, html=(visit_html, None), latex=skip, text=skip)
    app.add_directive("atlas", AtlasDirective)
    app.connect("build-finished", write_files)


def _skip():
    raise nodes.SkipNode
