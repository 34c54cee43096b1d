"""The record in files: it comes back as it went, and says what is wrong with it."""

import os

import pytest

from helpers.errors import BookError
from helpers.publishing import baseline
from helpers.publishing.baseline import Data, Figure, PageText, PrintedFact, Record
from helpers.publishing.compare import FAILED, SAME, SKIPPED, compare
from helpers.publishing.digests import of_bytes

CSV = "deaths,year\n51,2020\n121,2021\n"


@pytest.fixture
def record():
    picture = b"a picture"
    figure = Figure(
        "deaths",
        "figure",
        "a",
        "2",
        of_bytes(CSV.encode()),
        "d",
        of_bytes(picture),
        "x.y",
        of_bytes(CSV.encode()),
        "Deaths rose.",
        "A rising line.",
        CSV,
        picture,
    )
    table = Figure(
        "table", "table", "a", "2", of_bytes(CSV.encode()), "", "", "", "", "A table.", "", CSV
    )
    return Record(
        {"deaths": figure, "table": table},
        {"x.y": PrintedFact("x.y", "121", "people", "121", "", "a a")},
        {"data/a.csv": Data("data/a.csv", "2", "0")},
        {"index": PageText("index", "3f")},
        {"a": {"first_year": 2018}},
    )


@pytest.fixture
def folder(record, tmp_path):
    baseline.write(record, tmp_path / "baseline")
    return tmp_path / "baseline"


def test_comes_back_as_it_went(record, folder):
    assert baseline.read(folder) == record


def test_is_written_the_same_each_time(record, folder, tmp_path):
    baseline.write(record, tmp_path / "again")
    for path in folder.rglob("*.*"):
        assert (tmp_path / "again" / path.relative_to(folder)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", ["deaths.csv", "deaths.webp", "table.csv"])
@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_harmed_file_concerns_its_figure_only(record, folder, name, harm):
    path = folder / "figures" / name
    path.unlink() if harm == "missing" else path.write_bytes(path.read_bytes()[:-3])
    outcomes = compare(baseline.read(folder), record)
    (failed,) = [one for one in outcomes if one.state != SAME]
    assert (failed.name, failed.state) == (name.partition(".")[0], FAILED)
    assert f"{name} is {harm}" in failed.told[0]


@pytest.mark.parametrize(
    "name", ["figures.csv", "facts.csv", "data.csv", "pages.csv", "parameters.json"]
)
@pytest.mark.parametrize("content", [None, b"", b"id,what\n1,2\n", b"\xff\xfe\n", "cut"])
def test_a_harmed_index_concerns_its_kind_only(record, folder, name, content):
    path = folder / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-3] if content == "cut" else content)
    outcomes = compare(baseline.read(folder), record)
    (failed,) = [one for one in outcomes if one.state == FAILED]
    assert failed.kind == "baseline"
    assert failed.name.endswith(name)
    assert "missing" in failed.told[0] or "damaged" in failed.told[0]
    kinds = {one.kind for one in outcomes if one.state == SKIPPED}
    expected = {
        "figures.csv": {"figure", "table"},
        "facts.csv": {"fact"},
        "data.csv": {"data"},
        "pages.csv": {"page"},
    }
    assert kinds == expected.get(name, {"parameter"})


def test_a_disk_that_refuses_leaves_the_old_record(record, folder, monkeypatch):
    def refuse(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(BookError, match="cannot be written \\(Read-only file system\\)"):
        baseline.write(Record(), folder)
    monkeypatch.undo()
    assert baseline.read(folder) == record


def test_a_replacement_cut_short_is_undone(record, folder):
    folder.rename(folder.with_name(".baseline.old"))
    assert baseline.read(folder) == record
