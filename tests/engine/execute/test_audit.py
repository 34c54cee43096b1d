"""What is opened past Python, and what is asked of folders, is recorded, or refused, as well."""

import shutil
import sqlite3
from contextlib import closing
from zipfile import ZipFile

import pytest

from helpers.engine.execute.pool import isolated
from helpers.engine.execute.sandbox import Job
from helpers.engine.state import fingerprints
from tests.engine.books import build
from tests.engine.execute.test_execution import one_cell

READ = "import geopandas\ngeopandas.read_file({!r})".format
CONNECT = "import sqlite3\nmade = sqlite3.connect({!r}{})\n".format
QUERY = "made.execute('select a from t').fetchall()"


@pytest.fixture(scope="module")
def project(pristine_small_book, tmp_path_factory):
    """The small book with a shapefile, a folder of one, an archive of one, and a database."""
    import geopandas
    from shapely import Point

    made = pristine_small_book.copy(tmp_path_factory.mktemp("watched") / "book")
    areas = geopandas.GeoDataFrame({"a": [1]}, geometry=[Point(0, 0)], crs=4326)
    made.path("data/layers").mkdir()
    areas.to_file(made.path("data/layers/areas.shp"))
    for file in made.path("data/layers").iterdir():
        shutil.copyfile(file, made.path("data/geo") / file.name)
    with ZipFile(made.path("data/areas.zip"), "w") as archive:
        for file in made.path("data/layers").iterdir():
            archive.write(file, file.name)
    with closing(sqlite3.connect(made.path("data/some.sqlite"))) as database:
        database.execute("create table t (a)")
        database.commit()
    return made


@pytest.fixture
def execute(project):
    """Execute a chapter of one cell in that book."""

    def execute(code):
        return isolated(Job("one", one_cell(code), {}, str(project.root), 60))

    return execute


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # A shapefile is at least three files; one that is not there yet counts, too.
        (
            READ("../data/geo/areas.shp"),
            {f"data/geo/areas.{one}" for one in ("shp", "shx", "dbf", "prj", "cpg", "csvt")},
        ),
        (
            READ("../data/layers"),
            {"data/layers/", "data/layers/areas.shp", "data/layers/areas.dbf"},
        ),
        (READ("zip://../data/areas.zip"), {"data/areas.zip"}),
        (READ("zip://../data/areas.zip!areas.shp"), {"data/areas.zip"}),
        (READ("/vsizip/../data/areas.zip/areas.shp"), {"data/areas.zip"}),
        (CONNECT("../data/some.sqlite", "") + QUERY, {"data/some.sqlite", "data/some.sqlite-wal"}),
        (CONNECT("file:../data/some.sqlite?mode=ro", ", uri=True") + QUERY, {"data/some.sqlite"}),
        ("import sqlite3; sqlite3.connect(':memory:').execute('create table t (a)')", set()),
        ("import pathlib; pathlib.Path('../data/geo').is_dir()", {"data/geo"}),
        ("import pathlib; pathlib.Path('../data/extra').is_dir()", {"data/extra"}),
        ("import os; os.listdir(os.open('../data/geo', os.O_RDONLY))", {"data/geo/"}),
        ("import os; os.path.exists('../data/' + 'x' * 300)", set()),
    ],
)
def test_what_is_read_past_python_is_recorded(execute, code, expected):
    result = execute(code)

    assert result.failure is None
    assert expected <= set(result.inputs)
    assert result.outside == []
    assert not [name for name in result.inputs if name.startswith("_build")]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "import geopandas\n"
            "geopandas.read_file('../data/geo/areas.shp').to_file('../data/new.geojson')",
            "change nothing in the project",
        ),
        (
            "import pyogrio; pyogrio.vsi_unlink('../data/units.csv')",
            "change nothing in the project",
        ),
        (CONNECT("../data/new.sqlite", ""), "change nothing in the project"),
        (
            CONNECT("../data/some.sqlite", "") + "made.execute('insert into t values (1)')",
            "readonly",
        ),
        (READ("GPKG:../data/geo/areas.shp"), "through GDAL"),
        (READ("/vsicurl/https://localhost/areas.shp"), "through GDAL"),
    ],
)
def test_what_is_written_past_python_is_refused(execute, project, code, told):
    def files():
        found = [one for one in project.path("data").rglob("*") if one.is_file()]
        return {one.name: fingerprints.of_file(one) for one in found}

    before = files()

    assert told in execute(code).failure.error
    assert files() == before


def test_a_chapter_may_write_what_is_its_own(execute):
    result = execute(
        "import geopandas, os, pathlib, sqlite3\n"
        "place = pathlib.Path(os.environ['BOOK_OUTPUT'])\n"
        "place.mkdir(parents=True)\n"
        "geopandas.read_file('../data/geo/areas.shp').to_file(place / 'areas.geojson')\n"
        "with sqlite3.connect(place / 'own.sqlite') as made:\n"
        "    made.execute('create table t (a)')"
    )

    assert result.failure is None
    assert result.files.keys() == {"areas.geojson", "own.sqlite"}
    assert not [name for name in result.inputs if name.startswith("_build")]


def test_what_is_read_past_python_outside_the_project_is_told(execute, project, tmp_path):
    folder, database = tmp_path / "layers", tmp_path / "some.sqlite"
    shutil.copytree(project.path("data/layers"), folder)
    shutil.copyfile(project.path("data/some.sqlite"), database)

    result = execute(
        "import geopandas, sqlite3\n"
        f"geopandas.read_file({str(folder)!r})\n"
        f"geopandas.read_file({str(folder / 'areas.shp')!r})\n"
        f"sqlite3.connect({str(database)!r})"
    )

    assert result.failure is None
    assert result.outside == [str(folder), str(folder / "areas.shp"), str(database)]


def test_it_makes_a_chapter_stale(project, tmp_path):
    book = project.copy(tmp_path / "book")
    looks = [
        "__import__('geopandas').read_file('../data/geo/areas.shp')",
        "__import__('sqlite3').connect('../data/some.sqlite').execute('select a from t')",
        "__import__('pathlib').Path('../data/extra').is_dir()",
        "__import__('pathlib').Path('../data/layers').is_dir()",
    ]
    units = r"table(\"prisons\")"
    book.edit("chapters/prisons.ipynb", units, f"({', '.join(looks)}, {units})[-1]")
    build(book, pdf=False)
    assert book.book("status").stdout.count("fresh") == 3

    with book.path("data/geo/areas.dbf").open("ab") as file:
        file.write(b" ")
    with closing(sqlite3.connect(book.path("data/some.sqlite"))) as database:
        database.execute("create table another (a)")
        database.commit()
    book.path("data/extra").mkdir()
    shutil.rmtree(book.path("data/layers"))
    told = book.book("status").stdout

    assert told.count("fresh") == 2
    for reason in (
        "data/geo/areas.dbf changed",
        "data/some.sqlite changed",
        "data/extra is new",
        "data/layers is gone",
    ):
        assert reason in told
