"""Publishing writes a whole bundle, the same each time, and says what is wrong."""

import json

import pandas as pd
import pytest

from helpers.errors import BookError
from helpers.evidence.tables import rows
from helpers.figures import charts, publish

DEATHS = pd.DataFrame({"year": [2019, 2020, 2021], "deaths": [35, 51, 121]})


@pytest.fixture(autouse=True)
def output(tmp_path, monkeypatch):
    monkeypatch.setenv("BOOK_OUTPUT", str(tmp_path))
    return tmp_path / "figures"


@pytest.fixture
def known():
    return rows("sources")[0]["id"]


def drawn():
    return charts.bars(DEATHS, x="year", y="deaths", title="A finding", label="People a year")


def test_a_bundle_is_whole(output, known):
    publish("prison-deaths", drawn(), data=DEATHS, sources=[f"{known} §1.1"])
    assert sorted(one.suffix for one in output.iterdir()) == [".csv", ".json", ".png", ".svg"]
    told = json.loads((output / "prison-deaths.json").read_text(encoding="utf-8"))
    assert told["columns"] == ["year", "deaths"]
    assert told["sources"] == [[known, "§1.1"]]
    svg = (output / "prison-deaths.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "A finding" in svg
    assert ' id="prison-deaths-' in svg


def test_its_bytes_are_the_same_each_time(output, known):
    publish("one", drawn(), data=DEATHS, sources=[known])
    before = {one.name: one.read_bytes() for one in output.iterdir()}
    for one in output.iterdir():
        one.unlink()
    publish("one", drawn(), data=DEATHS, sources=[known])
    assert {one.name: one.read_bytes() for one in output.iterdir()} == before


def test_sources_are_told_and_are_not_data(output, known):
    publish("table", data=DEATHS.assign(source=known, locator="§2", line=7, literal="35"))
    told = json.loads((output / "table.json").read_text(encoding="utf-8"))
    assert told["kind"] == "table"
    assert told["columns"] == ["year", "deaths"]
    assert told["sources"] == [[known, "§2"]]


@pytest.mark.parametrize("id", ["Prison deaths", "prison_deaths", "-x", ""])
def test_a_malformed_id_is_told(id, known):
    with pytest.raises(BookError, match="lower-case words"):
        publish(id, data=DEATHS, sources=[known])


def test_an_id_is_published_once(known):
    publish("one", data=DEATHS, sources=[known])
    with pytest.raises(BookError, match="published twice"):
        publish("one", data=DEATHS, sources=[known])


def test_a_figure_without_source_is_refused(output):
    with pytest.raises(BookError, match="no source"):
        publish("one", data=DEATHS)
    assert not output.exists()


def test_an_unknown_source_is_refused(known):
    with pytest.raises(BookError, match="nowhere"):
        publish("one", data=DEATHS, sources=["nowhere §1"])
