"""The apparatus is never stale: its pages remember every table, figure and file that they tell of.

The small book with all pages of the apparatus and a few rows of the tables behind them.
"""

import json
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from docutils import nodes

from helpers import paths
from helpers.errors import BookError
from helpers.evidence import facts, numbers, sources, tables
from helpers.publishing.atlas import geopackage, script
from helpers.publishing.sphinx_extension import (
    apparatus,
    apparatus_late,
    apparatus_pages,
    atlas,
    bundles,
    figures,
)
from tests.publishing.books import Edit, apply, build, keep, put_back, replace

DIRECTIVES = {
    "timeline": "timeline",
    "network": "network",
    "discrepancies": "discrepancies",
    "concordance": "concordance",
    "glossary": "glossary-of-terms",
    "figures": "list-of-figures",
    "catalogue": "catalogue",
}
GLOSSARY = "id,term,term_es,acronym,forms,definition,source,locator,line,literal\n"
TABLES = {
    "events": "id,date,title,kind,place,actors,source,locator,line,cited,literal,status,note\n"
    "event.2019.raid,2019-05,A raid on a prison,operation,ecuador,ecuador;peru;inst.police,"
    "author-2022,§3,9,author2022,May 2019,disputed,\n",
    "agreements": "id,date,title,title_es,kind,parties,place,subject,source,locator,line,cited,"
    "literal,status,note\n"
    "agr.2018.border,2018,An agreement on the border,,agreement,ecuador;colombia;inst.police,"
    "ecuador,The border,author-2022,§4,12,,an agreement,corrected,\n",
    "discrepancies": "id,source,locator,line,literal,problem,kind,treatment,used,ground,"
    "confidence,concerns\n"
    "disc.raid,author-2022,§3,9,May 2019,elsewhere it is June,contradiction,disputed,"
    "as printed,both are printed,low,event.2019.raid\n"
    "disc.border,author-2022,§4,12,an agreement,it was a plan,mislabelled,corrected,"
    "the word agreement,its title,high,agr.2018.border\n",
    "institutions": "id,name,name_es,acronym,founded,ended,replaced_by,kind,country,role,source,"
    "locator,line,cited,literal,status,note\n"
    "inst.police,The National Police,,,,,,police,ecuador,Polices,author-2022,§5,14,,Police,"
    "as-printed,\n",
    "concordance": "id,source,kind,number,title,line,literal,status,target,note\n"
    "conc.deaths,author-2022,chapter,1,Deaths in prisons,3,Deaths,placed,deaths,All of it\n",
    "glossary": GLOSSARY,
}
KINDS = {  # tables of the small book that the apparatus wants more of
    "places": (
        "data/geo/places.csv",
        "id,name,kind\necuador,Ecuador,state\ncolombia,Colombia,state\nperu,Peru,state\n",
    ),
    "sources": (
        "data/sources.csv",
        "id,title,author,year,bibkey,context,kind\n"
        'author-2022,On Deaths in Prisons,"Author, Anna",2022,author2022,false,thesis\n',
    ),
}
LISTED = {"apparatus/reproducibility", "apparatus/catalogue"}  # list every file of the data
CHAPTERS = {"index", "deaths", "prisons", "provinces"}


def pages(*names):
    return {f"apparatus/{name}" for name in names} | LISTED


def a_row_each(project):
    """An agreement, a term and a part of a source: each is told on pages of its own."""
    project.edit("data/agreements.csv", "An agreement on", "A treaty on")
    project.edit("data/concordance.csv", "Deaths in prisons", "Deaths")
    term = "term.prison,prison,cárcel,,,A place where people are held.,author-2022,§1,1,prison\n"
    project.write("data/glossary.csv", GLOSSARY + term)


EDITS = [
    Edit(
        "the title of an event",
        replace("data/events.csv", "A raid on", "A search of"),
        written=pages("timeline", "network", "discrepancies"),
    ),
    Edit(
        "an agreement, a part of a source, and the first term of the glossary",
        a_row_each,
        written=pages("network", "discrepancies", "concordance", "glossary") | CHAPTERS,
    ),
    Edit(
        "the anchor of a discrepancy",
        replace("data/discrepancies.csv", "disc.raid", "disc.search"),
        written=pages("timeline", "network", "discrepancies", "observations", "computed"),
    ),
    Edit(
        "the name of an institution",
        replace("data/institutions.csv", "The National Police", "The Police of Ecuador"),
        written=pages("timeline", "network", "observations", "computed"),
    ),
]


@pytest.fixture(scope="module")
def wide_book(pristine_small_book, tmp_path_factory):
    """The small book with every page of the apparatus but the atlas; its glossary is empty yet."""
    project = pristine_small_book.copy(tmp_path_factory.mktemp("wide") / "book")
    package = json.loads(project.read("data/datapackage.json"))
    for one in package["resources"]:
        if one["name"] in KINDS:
            one["schema"]["fields"].append({"name": "kind", "title": "Kind", "type": "string"})
            one["rows"] = KINDS[one["name"]][1].count("\n") - 1
    ours = json.loads(paths.PACKAGE.read_text(encoding="utf-8"))["resources"]
    for one in ours:
        if one["name"] in TABLES:
            del one["rows"]  # it changes
            package["resources"].append(one)
    project.write("data/datapackage.json", json.dumps(package))
    for name, text in KINDS.values():
        project.write(name, text)
    for name, text in TABLES.items():
        project.write(f"data/{name}.csv", text)
    listed = "      - file: chapters/apparatus/observations\n"
    for name, directive in DIRECTIVES.items():
        project.write(f"chapters/apparatus/{name}.md", f"# {name}\n\n```{{{directive}}}\n```\n")
        project.edit("_toc.yml", listed, f"{listed}      - file: chapters/apparatus/{name}\n")
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
    apparatus.setup(Mock(add_directive=found.__setitem__))
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


NAMES = [
    "findings",
    "passages",
    "computed-values",
    "observations",
    "timeline",
    "network",
    "discrepancies",
    "concordance",
]


@pytest.mark.parametrize("name", [*NAMES, "glossary-of-terms", "list-of-figures", "catalogue"])
def test_a_page_of_the_apparatus_remembers_every_table_that_it_reads(
    name, directives, read, tmp_path, monkeypatch
):
    def of_no_chapter(app, id, found=bundles.fact):
        """A fact; one that a chapter would compute is another, for no chapter has run."""
        with suppress(BookError):
            return found(app, id)
        return found(app, "crime.violent-deaths-rate.2019")

    monkeypatch.setattr(bundles, "fact", of_no_chapter)
    assert directives.keys() == {*NAMES, "glossary-of-terms", "list-of-figures", "catalogue"}
    builder = _builder(tmp_path)
    made = directives[name].run(SimpleNamespace(env=builder.env))
    blocks = [block for one in made for block in one.findall(apparatus_pages.Block)]
    for block in blocks:
        if block["family"] == name:
            apparatus_pages.block_html(builder, block)
    remembered = {id for kind, id in builder.env.book_shown["page"] if kind == "table-file"}
    assert read <= remembered


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
        get_domain={"cite": bibliography, "std": SimpleNamespace(labels={})}.__getitem__,
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
    code = [f"src/helpers/{one}.py" for one in ("evidence/geodata", "publishing/atlas/words")]
    code.append("src/helpers/publishing/sphinx_extension/page_names.py")
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
    drawing = figures.Drawing(bundle=SimpleNamespace(id="map-border"), alt="Two crossings.")
    figure = nodes.figure("", drawing, nodes.caption("", "Where it is. And where not."))
    figures.remember_drawings(SimpleNamespace(env=env), nodes.section("", figure))
    assert atlas._find(env, "map-border") == ("atlas/border", "Two crossings.", "Where it is")

    before = apparatus_late.TOLD["drawings"](env)
    drawing["alt"] = "Three crossings."
    figures.remember_drawings(SimpleNamespace(env=env), nodes.section("", figure))
    assert apparatus_late.TOLD["drawings"](env) != before
