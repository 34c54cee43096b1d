"""Verification must be able to fail: each harm is done to a copy of the small book."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree

import pytest

DEATHS = "chapters/deaths.ipynb"
BASELINE = "tests/baseline"


@pytest.fixture
def book(accepted_book, tmp_path):
    """A copy to harm."""
    return accepted_book.copy(tmp_path / "book")


def verify(book, **environment) -> tuple[dict[str, str], subprocess.CompletedProcess]:
    """Verify; return what the JUnit report says of each thing that failed, and the run itself."""
    ran = book.book("verify", **environment)
    assert "Traceback" not in ran.stderr, ran.stderr
    report = ElementTree.parse(book.path("_build/verify/junit.xml"))
    failures = {
        case.get("name"): case.find("failure").text
        for case in report.iter("testcase")
        if case.find("failure") is not None
    }
    assert (ran.returncode == 0) == (not failures)
    assert all(f"{name}: " in ran.stdout for name in failures)
    return failures, ran


def test_same_book_passes_and_every_thing_is_a_test(book):
    failures, ran = verify(book)
    assert not failures
    assert "all came out as accepted" in ran.stdout
    names = {
        (suite.get("name"), case.get("name"))
        for suite in ElementTree.parse(book.path("_build/verify/junit.xml")).iter("testsuite")
        for case in suite
    }
    assert names >= {
        ("chapter", DEATHS),
        ("figure", "prison-deaths"),
        ("table", "prison-places"),
        ("fact", "deaths.2021"),
        ("fact", "deaths.growth"),
        ("parameter", "deaths:first_year"),
        ("data", "data/prisons.csv"),
    }


def test_one_value_of_one_table_of_data(book):
    book.edit("data/deaths.csv", "2021,121,", "2021,122,")
    failures, ran = verify(book)
    assert failures.keys() == {"data/deaths.csv", "prison-deaths"}
    told, picture = failures["prison-deaths"].splitlines()
    assert told == "row 2021, deaths 121 → 122"
    assert picture.startswith("picture differs, ")
    assert "% of pixels" in picture
    assert "prison-deaths: row 2021, deaths 121 → 122" in ran.stdout


def test_one_value_that_only_a_table_shows(book):
    book.edit("data/prisons.csv", "Turi,1634", "Turi,1635")
    failures, _ = verify(book)
    assert failures == {
        "data/prisons.csv": failures["data/prisons.csv"],
        "prison-places": "row Turi, held 1634 → 1635",
        "prisons.held": "16,636 → 16,637",
    }


def test_one_character_of_a_fact_in_a_caption(book):
    book.edit(DEATHS, "2020 to {fact}`deaths.2021`", "2020 to {fact}`deaths.2020`")
    failures, _ = verify(book)
    assert failures.pop("chapters/deaths").startswith("words differ")
    assert failures == {"prison-deaths": "caption, fact deaths.2021 → deaths.2020"}


def test_a_fact_that_does_not_exist(book):
    book.edit(DEATHS, "from {fact}`deaths.2020`", "from {fact}`deaths.2029`")
    failures, _ = verify(book)
    assert failures.keys() == {"prison-deaths", "chapters/deaths", "deaths.2029", "deaths.2020"}
    assert "Did you mean" in failures["deaths.2029"]
    assert "no longer makes it" in failures["deaths.2020"]


def test_a_value_that_a_source_states(book):
    book.edit("data/observations.csv", "2021,29.42,", "2021,29.52,")
    failures, _ = verify(book)
    assert failures.keys() == {"data/observations.csv", "prisons.overcrowding"}
    assert failures["prisons.overcrowding"] == "29.42\u202f% → 29.52\u202f%"


def test_a_colour_of_the_style(book):
    book.edit("src/helpers/figures/palette.py", 'SECOND = "#17456b"', 'SECOND = "#17466b"')
    failures, _ = verify(book)
    assert failures.keys() == {"death-rate"}
    assert failures["death-rate"].startswith("picture differs, ")


def test_an_axis_limit(book):
    book.edit(DEATHS, "set_ylim(0, 140)", "set_ylim(20, 140)")
    failures, _ = verify(book)
    assert failures.keys() == {"prison-deaths"}
    assert failures["prison-deaths"].startswith("picture differs, ")


def test_a_boundary_of_a_province(book):
    geodata = book.read("data/geo/provinces.geojson")
    book.write("data/geo/provinces.geojson", geodata.replace("[-80.3, -1.2]", "[-80.31, -1.2]"))
    failures, _ = verify(book)
    assert failures.keys() == {"map-provinces"}
    assert failures["map-provinces"].startswith("row Guayas, geometry ")


def test_a_parameter(book):
    book.edit("chapters/parameters.yml", "2018", "2019")
    failures, _ = verify(book)
    assert failures.keys() == {"deaths:first_year", "prison-deaths", "death-rate"}
    assert failures["deaths:first_year"] == "parameter 2018 → 2019"
    assert "row 2018 is gone (deaths 19)" in failures["prison-deaths"]


def test_the_rounding_of_a_helper(book):
    book.edit("src/helpers/evidence/numbers.py", "digits - zeros)", "digits - zeros - 1)")
    failures, _ = verify(book)
    assert failures == {
        "deaths.growth": "2.37\u202ftimes → 2.40\u202ftimes",
        "prisons.held": "16,636 → 16,640",
    }


def test_a_deleted_figure(book):
    book.edit(DEATHS, 'publish(\\"death-rate\\", fig, data=deaths.drop(columns=\\"deaths\\"))', "")
    failures, _ = verify(book)
    assert failures.keys() == {"death-rate"}
    assert "the book no longer makes it" in failures["death-rate"]


def test_a_renamed_figure(book):
    book.edit(DEATHS, 'publish(\\"death-rate\\"', 'publish(\\"rate-of-deaths\\"')
    failures, _ = verify(book)
    assert failures.keys() == {"death-rate", "rate-of-deaths"}
    assert "has the data of death-rate" in failures["rate-of-deaths"]


def test_a_figure_drawn_from_other_data_than_it_publishes(book):
    book.edit(DEATHS, 'deaths[\\"deaths\\"].astype(int)', 'deaths[\\"deaths\\"].astype(int) + 3')
    failures, _ = verify(book)
    assert failures.keys() == {"prison-deaths"}
    assert failures["prison-deaths"].startswith("picture differs, ")


def test_a_network_call_in_a_cell(book):
    book.edit(
        DEATHS,
        '"deaths = table(',
        '"import urllib.request\\n",\n    "urllib.request.urlopen(\\"http://localhost:9\\")\\n",\n'
        '    "deaths = table(',
    )
    failures, ran = verify(book)
    assert failures.keys() == {DEATHS}
    assert failures[DEATHS].startswith("cell 3: ")
    assert "without the network" in failures[DEATHS]
    assert f"not compared: 2 figures, 1 fact (not made: {DEATHS} failed)" in ran.stdout


def test_a_file_outside_the_project(book, tmp_path):
    outside = tmp_path / "elsewhere.csv"
    outside.write_text("a\n1\n")
    book.edit(
        DEATHS, '"deaths = table(', f'"open({str(outside)!r}).close()\\n",\n    "deaths = table('
    )
    failures, _ = verify(book)
    assert failures.keys() == {DEATHS}
    assert f"reads {outside}, which is outside the project" in failures[DEATHS]


def test_a_notebook_that_raises(book):
    book.edit(DEATHS, "ax.set_ylim(0, 140)", "ax.set_ylim(0, 1 / 0)")
    failures, ran = verify(book)
    assert failures.keys() == {DEATHS}
    assert failures[DEATHS].startswith("cell 4: ZeroDivisionError")
    assert "1 / 0" in failures[DEATHS]
    assert "not compared: 2 figures, 1 fact" in ran.stdout


def test_two_figures_with_one_id_in_two_chapters(book):
    book.edit("chapters/prisons.ipynb", 'publish(\\"prison-places\\"', 'publish(\\"death-rate\\"')
    failures, _ = verify(book)
    assert failures.keys() == {"death-rate", "prison-places"}
    assert failures["death-rate"].startswith(f"made twice: in {DEATHS} and in chapters/prisons")


def test_two_figures_with_one_id_in_one_chapter(book):
    book.edit(DEATHS, 'publish(\\"death-rate\\"', 'publish(\\"prison-deaths\\"')
    failures, _ = verify(book)
    assert failures.keys() == {DEATHS}
    assert failures[DEATHS].startswith("cell 6: publish('prison-deaths'): published twice")


def test_a_damaged_file_of_the_baseline_is_told_and_accepted_anew(book):
    path = book.path(f"{BASELINE}/figures/death-rate.webp")
    path.write_bytes(path.read_bytes()[:-20])
    failures, _ = verify(book)
    assert failures.keys() == {"death-rate"}
    assert f"{BASELINE}/figures/death-rate.webp is damaged" in failures["death-rate"]
    assert "book accept death-rate" in failures["death-rate"]
    assert book.book("accept", "death-rate").returncode == 0
    assert not verify(book)[0]


def test_a_missing_index_of_the_baseline(book):
    book.path(f"{BASELINE}/facts.csv").unlink()
    failures, ran = verify(book)
    assert failures.keys() == {f"{BASELINE}/facts.csv"}
    assert "not compared: 5 facts" in ran.stdout


def test_no_baseline_at_all(pristine_small_book, tmp_path):
    failures, ran = verify(pristine_small_book.copy(tmp_path / "book"))
    assert failures.keys() == {BASELINE}
    assert "Nothing is accepted yet" in ran.stdout


def test_input_that_cannot_be_executed_is_in_the_reports(book):
    book.edit("data/deaths.csv", "2021,121,", "2021,many,")
    failures, _ = verify(book)
    assert failures.keys() == {"data/deaths.csv, row 5, field deaths"}


def test_a_disk_that_cannot_be_written(book):
    shutil.rmtree(book.path("_build"))
    book.write("_build/verify", "a file where the folder should be")
    ran = book.book("verify")
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "_build/verify" in ran.stderr
    assert "cannot be written" in ran.stderr


def test_a_kill_in_the_middle_leaves_nothing_behind_that_matters(book):
    before = book.read(f"{BASELINE}/figures.csv")
    for wait in (0.4, 0.9):
        running = subprocess.Popen(
            [sys.executable, "-m", "helpers", "verify"],
            cwd=book.root,
            env={**os.environ, "PYTHONPATH": str(book.path("src"))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert book.read(f"{BASELINE}/figures.csv") == before
    assert not verify(book)[0]


def test_an_acceptance_killed_between_its_two_steps(book):
    book.path(BASELINE).rename(book.path("tests/.baseline.old"))
    assert not verify(book)[0]


def test_accepting_one_thing_leaves_the_others(book):
    book.edit("data/prisons.csv", "Turi,1634", "Turi,1635")
    assert verify(book)[0].keys() == {"data/prisons.csv", "prison-places", "prisons.held"}
    ran = book.book("accept", "prison-places")
    assert ran.stdout.splitlines()[0] == "prison-places: row Turi, held 1634 → 1635"
    assert verify(book)[0].keys() == {"data/prisons.csv", "prisons.held"}
    assert book.book("accept").returncode == 0
    assert not verify(book)[0]


def test_accepting_what_is_not_there(book):
    ran = book.book("accept", "deth-rate")
    assert ran.returncode == 1
    assert "Did you mean death-rate" in ran.stderr


def test_nothing_is_accepted_of_a_book_that_fails(book):
    book.edit(DEATHS, "ax.set_ylim(0, 140)", "ax.set_ylim(0, 1 / 0)")
    before = book.read(f"{BASELINE}/figures.csv")
    ran = book.book("accept")
    assert ran.returncode == 1
    assert "ZeroDivisionError" in ran.stderr
    assert book.read(f"{BASELINE}/figures.csv") == before


def test_reports_for_people_and_for_ci(book, tmp_path):
    book.edit("data/deaths.csv", "2021,121,", "2021,122,")
    summary = tmp_path / "summary.md"
    verify(book, GITHUB_STEP_SUMMARY=str(summary))
    assert "| figure | `prison-deaths` | row 2021, deaths 121 → 122" in summary.read_text()
    assert summary.read_text() == book.read("_build/verify/summary.md")
    page = book.read("_build/verify/index.html")
    for caption in ("Before", "After", "Difference"):
        assert f"<figcaption>{caption}</figcaption>" in page
    assert 'src="data:image/png;base64,' in page
    assert "http://" not in page
    assert "https://" not in page


def test_comments_and_outputs_do_not_count(book):
    notebook = json.loads(book.read(DEATHS))
    notebook["cells"][2]["source"].append("\n# a comment")
    book.write(DEATHS, json.dumps(notebook, indent=1))
    assert not verify(book)[0]
