"""The apparatus is never stale: its pages remember every table, figure and file that they tell of.

The small book with all pages of the back matter and a few rows of the tables behind them.
"""

import csv
import json
import re
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from docutils import nodes

from helpers import paths
from helpers.book import back_matter
from helpers.book.atlas import directive as atlas
from helpers.book.atlas import geopackage, script
from helpers.engine.sphinx_ext.back_matter import cross_references, data_pages
from helpers.engine.sphinx_ext.published import data_figure
from helpers.evidence import facts, numbers, package, sources, tables
from tests.engine.books import Edit, apply, build, keep, put_back, replace

LISTED = {"apparatus/reproducibility", "apparatus/catalogue"}  # list every file of the data
CHAPTERS = {"index", "deaths", "prisons", "provinces"}


def pages(*names):
    return {f"apparatus/{name}" for name in names} | LISTED


def a_row_each(project):
    """An agreement, a term and a part of a source: each is told on pages of its own."""
    project.edit("data/agreements.csv", "An agreement on", "A treaty on")
    project.edit("data/concordance.csv", "Deaths in prisons", "Deaths")
    term = "term.prison,prison,cárcel,,,A place where people are held.,author-2022,§1,1,prison\n"
    project.write("data/glossary.csv", project.read("data/glossary.csv") + term)


EDITS = [
    Edit(
        "the title of an event",
        replace("data/events.csv", "A raid on", "A search of"),
        written=pages("timeline", "network", "discrepancies", "findings"),
    ),
    Edit(
        "an agreement, a part of a source, and the first term of the glossary",
        a_row_each,
        written=pages("network", "discrepancies", "concordance", "glossary", "findings") | CHAPTERS,
    ),
    Edit(
        "the anchor of a discrepancy",
        replace("data/discrepancies.csv", "disc.raid", "disc.search"),
        written=pages(
            "timeline", "network", "discrepancies", "observations", "computed", "findings"
        ),
    ),
    Edit(
        "the name of an institution",
        replace("data/institutions.csv", "The National Police", "The Police of Ecuador"),
        written=pages("timeline", "network", "observations", "computed"),
    ),
]


@pytest.fixture(scope="module")
def wide_book(pristine_whole_book, tmp_path_factory):
    """The whole book without its atlas, which takes long to make."""
    project = pristine_whole_book.copy(tmp_path_factory.mktemp("wide") / "book")
    project.edit("_toc.yml", "      - file: chapters/atlas/interactive\n", "")
    shutil.rmtree(project.path("chapters/atlas"))
    return project


@pytest.fixture(scope="module")
def kept(wide_book, tmp_path_factory):
    """The wide book, built, and a copy of it as it was then."""
    return keep(wide_book, tmp_path_factory.mktemp("built"), pdf=False)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_what_tells_of_a_row_is_written_when_it_changes(edit, kept, wide_book, tmp_path):
    """These pages and no others are written; the result is what a build from nothing makes."""
    told, written = apply(edit, put_back(*kept), wide_book.copy(tmp_path / "clean"))
    assert set(told.values()) == {"fresh"}
    assert written == edit.written


def test_the_list_of_what_is_verified_tells_of_a_drawing_of_the_same_data(accepted_book, tmp_path):
    """No file that the page lists changes, and no bundle's metadata: only how a line is drawn."""
    book = accepted_book.copy(tmp_path / "book")
    list_of_all = "_build/html/apparatus/reproducibility.html"
    build(book, pdf=False)
    assert "not verified" not in book.read(list_of_all)
    book.edit("src/helpers/figures/style.py", '"lines.linewidth": 1.8', '"lines.linewidth": 9')
    build(book, pdf=False)
    assert "not verified" in book.read(list_of_all)


# --- every table that a page of the apparatus is written from is remembered


@pytest.fixture
def directives():
    """The classes of the apparatus's families of directives, by name."""
    found = {}
    back_matter.setup(Mock(add_directive=found.__setitem__))
    return found


@pytest.fixture
def read(monkeypatch):
    """The names of the tables that are read; what was kept of them before is forgotten."""
    names, ours = set(), tables.rows

    def rows(name, *folder):
        names.add(name)
        return ours(name, *folder)

    for module in (tables, sources, facts, numbers):
        monkeypatch.setattr(module, "rows", rows)
    for name, module in list(sys.modules.items()):
        if name.startswith("helpers."):
            for one in vars(module).values():
                if one is not ours and hasattr(one, "cache_clear"):
                    one.cache_clear()
    return names


NAMES = ["computed-values", "observations", "timeline", "network", "discrepancies", "concordance"]
NAMES += ["passages", "findings"]


@pytest.mark.parametrize("name", [*NAMES, "glossary-of-terms", "list-of-figures", "catalogue"])
def test_a_page_of_the_apparatus_remembers_every_table_that_it_reads(
    name, directives, read, tmp_path
):
    assert directives.keys() == {*NAMES, "glossary-of-terms", "list-of-figures", "catalogue"}
    builder = _builder(tmp_path)
    compute_what_findings_print(tmp_path)
    made = directives[name].run(SimpleNamespace(env=builder.env))
    blocks = [block for one in made for block in one.findall(data_pages.DataBlock)]
    for block in blocks:
        if block["family"] == name:
            data_pages.block_html(builder, block)
    remembered = {id for kind, id in builder.env.book_shown["page"] if kind == "table-file"}
    assert read <= remembered


def compute_what_findings_print(folder: Path):
    """Write the computed values that findings print, as if chapters had."""
    known = {one["id"] for one in _csv("observations")}  # not by `rows`, which is watched
    (folder / "facts").mkdir()
    for one in _csv("findings"):
        for id in set(re.findall(r"\{fact[a-z-]*\}`([^`]+)`", one["text"])) - known:
            made = facts.Fact(id, "One", 1.0, "people", "1", "computed")
            (folder / "facts" / f"{id}.json").write_text(json.dumps(asdict(made)), "utf-8")


def _csv(name: str) -> list[dict[str, str]]:
    with open(paths.DATA / package.resource(name)["path"], encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _builder(folder: Path):
    """What writers see of Sphinx, when the book has no other page."""
    bibliography = SimpleNamespace(citations=[])
    env = SimpleNamespace(
        docname="page",
        found_docs=set(),
        book_shown={},
        toctree_includes={},
        toc_fignumbers={},
        config=SimpleNamespace(root_doc="index"),
        get_domain={
            "cite": bibliography,
            "std": SimpleNamespace(labels={}, anonlabels={}),
        }.__getitem__,
    )
    env.app = SimpleNamespace(config=SimpleNamespace(book_bundles=str(folder)))
    return SimpleNamespace(name="html", current_docname="page", env=env, app=env.app)


# --- the atlas


@pytest.fixture
def app(tmp_path):
    """What the atlas sees of Sphinx at a build's end: a book in which one page has an atlas."""
    for folder in ("html", "doctrees"):
        (tmp_path / folder).mkdir()
    return SimpleNamespace(
        builder=SimpleNamespace(name="html"),
        outdir=str(tmp_path / "html"),
        doctreedir=str(tmp_path / "doctrees"),
        env=SimpleNamespace(book_shown={"atlas/interactive": {("atlas", ""): ""}}),
    )


@pytest.fixture
def written(monkeypatch):
    """The GeoPackages written, of no more than their names."""
    made = []

    def write(path):
        path.write_bytes(b"")
        made.append(path.name)

    monkeypatch.setattr(geopackage, "write", write)
    monkeypatch.setattr(script, "script", lambda observations: observations)
    return made


def test_the_atlas_is_written_again_when_its_data_or_its_code_has_changed(app, written):
    stamp = Path(app.doctreedir, "atlas.json")
    for _ in range(2):
        atlas.bring_files(app, None)
    assert len(written) == 1
    told = json.loads(stamp.read_text(encoding="utf-8"))
    code = [f"src/helpers/{one}.py" for one in ("evidence/geodata", "book/atlas/wording")]
    code.append("src/helpers/engine/sphinx_ext/addresses.py")
    for name in (*code, "data/geo/routes.csv", "data/datapackage.json"):
        told["made from"][name] = "another"
        stamp.write_text(json.dumps(told), encoding="utf-8")
        written.clear()
        atlas.bring_files(app, None)
        assert written == ["atlas.gpkg"], name
        told = json.loads(stamp.read_text(encoding="utf-8"))


def test_the_files_of_the_atlas_go_with_its_page_and_no_others(app, written):
    atlas.bring_files(app, None)
    page = Path(app.outdir, "atlas", "border.html")
    page.write_text("", encoding="utf-8")
    app.env.book_shown = {"atlas/border": {("page", "atlas/border"): ""}}
    atlas.bring_files(app, None)
    assert [one for one in Path(app.outdir).rglob("*") if one.is_file()] == [page]
    assert not Path(app.outdir, "downloads").exists()
    app.env.book_shown = {"atlas/interactive": {("atlas", ""): ""}}
    atlas.bring_files(app, None)
    assert len(written) == 2


def test_the_atlas_tells_of_a_map_as_the_page_does_on_which_it_stands():
    env = SimpleNamespace(docname="atlas/border", book_shown={})
    drawing = data_figure.Drawing(bundle=SimpleNamespace(id="map-border"), alt="Two crossings.")
    figure = nodes.figure("", drawing, nodes.caption("", "Where it is. And where not."))
    data_figure.remember_drawings(SimpleNamespace(env=env), nodes.section("", figure))
    assert atlas.find(env, "map-border") == ("atlas/border", "Two crossings.", "Where it is")

    before = cross_references.TOLD["drawings"](env)
    drawing["alt"] = "Three crossings."
    data_figure.remember_drawings(SimpleNamespace(env=env), nodes.section("", figure))
    assert cross_references.TOLD["drawings"](env) != before
