"""The directive ``{atlas}``: the interactive atlas, and the static maps that stand in for it."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from helpers import paths
from helpers.engine.sphinx_ext import addresses, freshness
from helpers.engine.sphinx_ext.nodes import add_html_only
from helpers.engine.sphinx_ext.published import bundles
from helpers.engine.state import fingerprints
from helpers.errors import BookError
from helpers.evidence import package

DATA, PACKAGE = "atlas/data.js", "downloads/atlas.gpkg"


class Atlas(nodes.General, nodes.Element):
    """The atlas; attribute ``figures``: the ids of the static maps in its place."""


class AtlasDirective(SphinxDirective):
    """Place the atlas; the content names the figures that stand in its place, one a line."""

    has_content = True

    def run(self):
        """Make the node, or report a table or a figure that is not there."""
        ids = [line.strip() for line in self.content if line.strip()]
        try:
            inputs()
            for id in ids:
                bundles.figure(self.env.app, id, "figure")
                freshness.remember(self.env, "figure", id)
        except BookError as error:
            return [self.state.document.reporter.error(str(error), line=self.lineno)]
        freshness.remember(self.env, "late", "drawings")
        freshness.remember(self.env, "atlas")
        return [Atlas(figures=ids)]

    @staticmethod
    def published() -> dict[str, tuple[list[list[str]], str]]:
        """Return every layer as a table of its features, with its title and legend."""
        from helpers.book.atlas import script
        from helpers.book.atlas.layers import Feature, layers

        head = [one.name for one in fields(Feature)]
        tables = {
            f"atlas-{layer.id}": (
                [head, *([_cell(getattr(one, name)) for name in head] for one in layer.features)],
                f"{layer.title}: {layer.about} ({layer.colour}{', shown' * layer.shown})",
            )
            for layer in layers()
        }
        outlines = sorted(script.shapes().items())
        table = [["place", "outline"], *([id, _digest(rings)] for id, rings in outlines)]
        return tables | {"atlas-outlines": (table, "")}


def _cell(value) -> str:
    """Write what is told of a feature as a cell of a table."""
    if not isinstance(value, tuple):
        return str(value)
    return "; ".join(": ".join(map(str, one)) if isinstance(one, tuple) else one for one in value)


def _digest(rings: list) -> str:
    return fingerprints.of_bytes(json.dumps(rings).encode())[:16]


@freshness.kind("atlas")
def digest(app, id: str) -> str:
    """Digest nothing: the atlas lies in files beside the page, which `bring_files` looks after."""
    return ""


def inputs() -> list[Path]:
    """List the data that the atlas is made of, the contract that gives it its types included."""
    from helpers.book.atlas.layers import TABLES

    tables = [paths.DATA / package.resource(name)["path"] for name in TABLES]
    return sorted([paths.PACKAGE, *tables, *paths.GEODATA.glob("*.geojson")])


def atlas_html(builder, node) -> str:
    """Write the atlas's frame, its scripts, and the static maps."""
    maps = "".join(_static_map(builder, id) for id in node["figures"])
    static = f'<div class="atlas-static">{maps}</div>'
    base = addresses.root(builder)
    scripts = "".join(
        f'<script defer src="{base}{name}"></script>'
        for name in ("_static/atlas/leaflet.js", DATA, "_static/atlas/atlas.js")
    )
    styles = "".join(
        f'<link rel="stylesheet" href="{base}_static/atlas/{name}.css">'
        for name in ("leaflet", "atlas")
    )
    return (
        f'{styles}<div class="atlas" data-atlas>'
        '<fieldset class="atlas-layers"><legend>Layers</legend></fieldset>'
        '<div class="atlas-map" role="region" aria-label="Map. Tab moves through its features, '
        'Enter opens one, Escape closes it; arrows move the map, plus and minus zoom."></div>'
        '<div class="atlas-list" role="group" aria-label="Features of the layers shown"></div>'
        f"<noscript>{static}</noscript></div>{scripts}"
        f'<p class="atlas-download"><a href="{base}{PACKAGE}" download>All layers as a '
        "GeoPackage</a></p>"
    )


def _static_map(builder, id: str) -> str:
    """Show a static map, with a link to the chapter that tells of it."""
    page, alt, called = find(builder.env, id)
    link = addresses.address(builder, page, f"fig-{id}")
    return (
        f'<figure><img src="{escape(_image(builder, id))}" alt="{escape(alt)}">'
        f'<figcaption><a href="{escape(link)}">{escape(called)}</a></figcaption></figure>'
    )


def _image(builder, id: str) -> str:
    """Tell where a drawing lies, beside the pages."""
    return f"{addresses.root(builder)}figures/{id}.svg"


def find(env, id: str) -> tuple[str, str, str]:
    """Find the page on which a figure stands, its alt text, and its caption's first sentence."""
    for page, drawings in sorted(freshness.kept(env, "book_drawings").items()):
        if id in drawings:
            return page, *drawings[id]
    raise BookError(f"atlas: no page shows the figure {id!r}. Place it with {{data-figure}}.")


def bring_files(app, exception) -> None:
    """Bring the data and the GeoPackage beside the pages up to date; none without an atlas."""
    if exception is not None or app.builder.name != "html":
        return
    stamp = Path(app.doctreedir) / "atlas.json"
    files = [Path(app.outdir) / name for name in (DATA, PACKAGE)]
    if not freshness.pages_with(app.env, "atlas"):
        for file in files:
            _delete(file)
    elif not (all(file.is_file() for file in files) and _is_current(stamp)):
        _write(*files, stamp)


def _write(data: Path, gpkg: Path, stamp: Path) -> None:
    """Write the files, and note what they are made from: the data, and all code that was loaded."""
    from helpers.book.atlas import geopackage, script
    from helpers.engine.compile.compiler import loaded_code

    made_from = _digests(map(paths.relative, inputs()))
    for file in (data, gpkg):
        file.parent.mkdir(exist_ok=True)
    data.write_text(script.script(f"../{addresses.OBSERVATIONS}.html"), encoding="utf-8")
    geopackage.write(gpkg)
    made_from |= _digests(loaded_code())
    told = {"environment": fingerprints.of_environment(), "made from": made_from}
    stamp.write_text(json.dumps(told), encoding="utf-8")


def _is_current(stamp: Path) -> bool:
    """Return whether the files were made from what is there now."""
    try:
        told = json.loads(stamp.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    made_from = told["made from"]
    return (
        told["environment"] == fingerprints.of_environment()
        and made_from.keys() >= set(map(paths.relative, inputs()))
        and made_from == _digests(made_from)
    )


def _digests(names: Iterable[str]) -> dict[str, str]:
    return {name: fingerprints.of_file(paths.ROOT / name) for name in names}


def _delete(file: Path) -> None:
    """Delete a file, and its folder when nothing else is in it."""
    file.unlink(missing_ok=True)
    with suppress(OSError):  # something else is, or there is no such folder
        file.parent.rmdir()


def setup(app) -> None:
    """Register."""
    add_html_only(app, Atlas, atlas_html)
    app.add_directive("atlas", AtlasDirective)
    app.connect("build-finished", bring_files)
