"""The atlas, in a real browser, from a file, without a network; and its GeoPackage."""

import json
import subprocess
import sys
from pathlib import Path

import geopandas
import pyogrio
import pytest

from helpers import paths
from helpers.book.atlas import STATIC as OWN
from helpers.book.atlas import geopackage, layers, script
from helpers.engine.sphinx_ext.page_context import lighten
from helpers.evidence import facts, geodata

STATIC = OWN / "atlas"
PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">
<title>Atlas</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="palette.css">
<link rel="stylesheet" href="leaflet.css"><link rel="stylesheet" href="atlas.css">
<div class="atlas" data-atlas><fieldset class="atlas-layers"><legend>Layers</legend></fieldset>
<div class="atlas-map"></div><div class="atlas-list"></div><div class="atlas-static">static</div>
</div><script defer src="leaflet.js"></script><script defer src="data.js"></script>
<script defer src="atlas.js"></script></html>"""
WRITE = """import pathlib, sys
from helpers.book.atlas import geopackage
geopackage.write(pathlib.Path(sys.argv[1]))"""
CIRCLE = "path[aria-label='Prison deaths, February 2021: Turi prison']"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The atlas alone on a page, as the book ships it."""
    from helpers.figures import palette

    folder = tmp_path_factory.mktemp("atlas")
    for name in ("leaflet.js", "leaflet.css", "atlas.js", "atlas.css"):
        (folder / name).write_bytes((STATIC / name).read_bytes())
    (folder / "palette.css").write_text(palette.stylesheet(), encoding="utf-8")
    (folder / "data.js").write_text(script.script("observations.html"), encoding="utf-8")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder / "index.html"


@pytest.fixture(scope="module")
def chromium(chromium, page):
    """The browser, at the page of the atlas."""
    chromium.open(page)
    return chromium


@pytest.fixture
def atlas(chromium):
    """The atlas as it opens: first layers shown, no popup, a wide window."""
    chromium.resize(1280, 1000)
    chromium.send("Page.reload")
    chromium.wait("document.querySelector('.atlas-live path.atlas-feature')")
    yield chromium
    assert chromium.errors == []
    assert [one for one in chromium.requests if not one.startswith(("file:", "data:"))] == []


def count(atlas, title: str) -> int:
    return atlas.run(f"document.querySelectorAll(`path[aria-label^='{title}']`).length")


def test_layers_toggle(atlas):
    assert count(atlas, "Prison deaths") == 4
    for shown in (0, 4):
        atlas.run("document.querySelector('[data-layer=prisons]').click()")
        assert count(atlas, "Prison deaths") == shown
    everything = (
        "document.querySelectorAll('[data-layer]:not(:checked)').forEach((one) => one.click())"
    )
    atlas.run(everything)
    drawn = sum(bool(one.points or one.area) for layer in layers.layers() for one in layer.features)
    assert atlas.run("document.querySelectorAll('path.atlas-feature').length") == drawn


def test_a_popup_opens_by_mouse(atlas):
    atlas.run("document.querySelector('.atlas-map').scrollIntoView()")
    box = atlas.run(
        f"(() => {{ const b = document.querySelector({CIRCLE!r}).getBoundingClientRect();"
        "return [b.x + b.width / 2, b.y + b.height / 2]; })()"
    )
    atlas.click(*box)
    atlas.wait("document.querySelector('.atlas-popup')")
    told = atlas.run("document.querySelector('.atlas-popup').textContent")
    assert "Turi prison" in told
    assert "34" in told
    assert "§1.1.3" in told
    link = atlas.run("document.querySelector('.atlas-popup a').getAttribute('href')")
    assert link == "observations.html#fact-prisons-deaths-2021-02-turi"


def test_a_popup_opens_and_closes_by_keyboard_alone(atlas):
    for _ in range(60):
        atlas.key("Tab")
        if atlas.run(f"document.activeElement.matches({CIRCLE!r})"):
            break
    assert atlas.run(f"document.activeElement.matches({CIRCLE!r})"), "Tab does not reach it"
    atlas.key("Enter")
    atlas.wait("document.activeElement.matches('.atlas-popup')")
    assert "Turi prison" in atlas.run("document.activeElement.textContent")
    atlas.key("Tab")  # on to the link to the observation
    assert atlas.run("document.activeElement.closest('.atlas-popup a') !== null")
    atlas.key("Escape")
    atlas.wait(
        "!document.querySelector('.leaflet-popup:not([style*=\"opacity: 0\"]) .atlas-popup')"
    )
    assert atlas.run(f"document.activeElement.matches({CIRCLE!r})"), "focus is lost"


def test_the_list_reaches_what_has_no_place(atlas):
    atlas.run("document.querySelector('[data-layer=operations]').click()")
    atlas.run(
        "[...document.querySelectorAll('.atlas-list button')]"
        ".find((one) => one.textContent === 'Mirador, undated').click()"
    )
    atlas.wait("document.querySelector('.atlas-popup')")
    assert "2,513" in atlas.run("document.querySelector('.atlas-popup').textContent")


def test_it_fits_a_phone(atlas):
    atlas.resize(390, 800)
    atlas.run("document.querySelectorAll('[data-layer]').forEach((one) => one.click())")
    assert atlas.run("document.documentElement.scrollWidth") <= 390


def test_it_follows_the_dark_theme(atlas):
    fill = "getComputedStyle(document.querySelector('path.atlas-land')).fill"
    light = atlas.run(fill)
    atlas.run("document.documentElement.dataset.theme = 'dark'")
    assert atlas.run(fill) != light


def test_every_feature_says_what_it_rests_on():
    known = facts.observations()
    for layer in layers.layers():
        assert layer.features, layer.id
        for feature in layer.features:
            assert feature.told, feature.name
            assert feature.origin[0]
            assert not feature.origin[1] or feature.origin[1] in known
            assert "disc." not in str(feature.told)


def test_numbers_of_the_tables_link_to_their_observations():
    for layer in layers.layers():
        if layer.id in {"operations", "prisons"}:
            assert all(feature.origin[1] for feature in layer.features)


def test_the_vendored_files_are_the_package_s():
    import hashlib

    told = json.loads((STATIC / "VENDORED.json").read_text(encoding="utf-8"))
    for name, digest in told["files"].items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest
    assert "BSD" in told["license"]
    assert "Copyright" in (STATIC / "leaflet-LICENSE.txt").read_text(encoding="utf-8")


def test_the_data_is_small_and_the_same_each_time():
    text = script.script("observations.html")
    assert text == script.script("observations.html")
    assert len(text.encode()) < 250 * 1024


def test_the_geopackage_holds_all_layers_and_is_byte_identical(tmp_path):
    one, other = tmp_path / "one.gpkg", tmp_path / "other.gpkg"
    geopackage.write(one)
    subprocess.run([sys.executable, "-c", WRITE, str(other)], check=True)  # a second later
    assert one.read_bytes() == other.read_bytes()
    names = {name for name, _ in pyogrio.list_layers(one)}
    assert {f"atlas_{layer.id.replace('-', '_')}" for layer in layers.layers()} < names
    assert len(geopandas.read_file(one, layer="provinces")) == len(geodata.provinces())
    assert geopandas.read_file(one, layer="routes").crs.to_epsg() == 4326


def test_pages_are_lightened_of_scripts_they_do_not_need(tmp_path):
    head = (
        '<script defer src="../_static/scripts/fontawesome.js?digest=1"></script>'
        '<script src="../_static/copybutton.js"></script><script src="../_static/book.js"></script>'
    )
    page = tmp_path / "page.html"
    page.write_text(head, encoding="utf-8")
    lighten(page)
    assert "fontawesome" not in page.read_text(encoding="utf-8")
    assert "copybutton" in page.read_text(encoding="utf-8")
    page.write_text(f"{head}<div data-atlas></div>", encoding="utf-8")
    lighten(page)
    assert "copybutton" not in page.read_text(encoding="utf-8")
    assert "book.js" in page.read_text(encoding="utf-8")


BUILT = paths.HTML / "atlas" / "interactive.html"
needs_book = pytest.mark.skipif(not BUILT.exists(), reason="the book is not built")


@needs_book
def test_the_page_of_the_book_with_all_it_loads_is_under_one_and_a_half_megabytes(chromium):
    from urllib.parse import unquote, urlsplit

    before = len(chromium.requests)
    chromium.open(BUILT)
    chromium.wait("document.querySelector('.atlas-live path.atlas-feature')")
    addresses = {urlsplit(one) for one in chromium.requests[before:]}
    assert {one.scheme for one in addresses} <= {"file", "data"}
    files = {Path(unquote(one.path)) for one in addresses if one.scheme == "file"}
    assert sum(file.stat().st_size for file in files) < 1.5 * 1024**2
    assert chromium.errors == []


@needs_book
def test_without_scripts_the_static_maps_stand_in_the_atlas_s_place():
    import re

    text = BUILT.read_text(encoding="utf-8")
    static = text.partition('<noscript><div class="atlas-static">')[2].partition("</noscript>")[0]
    images = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', static)
    assert len(images) == 11
    assert all((BUILT.parent / address).is_file() for address, _ in images)
    assert (paths.HTML / "downloads" / "atlas.gpkg").is_file()
