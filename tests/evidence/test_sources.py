import hashlib
import json
import shutil
import subprocess
import sys

import pytest

from helpers import paths
from helpers.errors import BookError
from helpers.evidence import package
from helpers.evidence.sources import find_literals, source
from helpers.evidence.tables import rows

READERS = {
    "read_indicators": ["country_indicators"],
    "read_donors": ["donor_disbursements", "donor_recipients"],
    "read_annex_h": ["eu_contracts", "eu_programmes"],
}
TEXT = "One\nIn February three prisons\nheld 12 people\n"


def test_every_literal_is_found_at_its_line(sources):
    search = find_literals(sources)
    assert search.problems == ()
    assert search.found > 2900


def test_every_row_of_the_sources_has_a_literal_to_find():
    """Nothing escapes the search: of the five texts every row with a line has a literal."""
    texts = {row["id"] for row in rows("sources") if row["context"] == "false"}
    assert len(texts) == 5
    for name in ("observations", "events", "discrepancies", "institutions", "agreements"):
        assert all(row["source"] in texts and row["literal"] and row["line"] for row in rows(name))


def test_another_version_of_a_text_is_noticed_and_moved_literals_are_told(sources, tmp_path):
    for row in rows("sources"):
        if row["context"] == "false":
            shutil.copyfile(sources / row["file"], tmp_path / row["file"])
    path = tmp_path / source("interior-2015")["file"]
    path.write_text("\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    version, *moved = find_literals(tmp_path).problems
    assert f"{path}: another version of interior-2015" in version
    assert moved
    assert all("of interior-2015." in one for one in moved)
    assert any("It stands on line" in one and "mend field line" in one for one in moved)


@pytest.mark.parametrize("reader", READERS)
def test_the_readers_make_the_committed_tables(reader, sources, tmp_path):
    script = paths.DATA / "derivation" / f"{reader}.py"
    text = sources / source("eu-jssr-2013")["file"]
    subprocess.run([sys.executable, "-B", script, text, tmp_path], check=True, capture_output=True)
    for name in READERS[reader]:
        made = (tmp_path / f"{name}.csv").read_bytes()
        assert made == (paths.ROOT / package.file(name)).read_bytes(), name


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_stops_at_another_text(reader, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text(TEXT, encoding="utf-8")
    script = paths.DATA / "derivation" / f"{reader}.py"
    ended = subprocess.run(
        [sys.executable, "-B", script, text, tmp_path], check=False, capture_output=True, text=True
    )
    assert ended.returncode != 0
    assert ended.stderr
    assert not list(tmp_path.glob("*.csv"))


@pytest.fixture
def small(tmp_path):
    """A data folder with one text and one table; call it with the rows of the table."""
    data, folder = tmp_path / "data", tmp_path / "texts"
    data.mkdir(), folder.mkdir()
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()

    def make(*cells: str):
        tables = {
            "sources": ["id,file,sha256,context", f"a,text.txt,{digest},false", "b,c.md,,true"],
            "counts": ["id,source,line,literal", *cells],
        }
        resources = []
        for name, lines in tables.items():
            (data / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
            fields = [{"name": column, "type": "string"} for column in lines[0].split(",")]
            resources.append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields}})
        package = {"name": "small", "resources": resources}
        (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        return folder, data

    return make


def test_literals_are_found_on_their_line(small):
    search = find_literals(*small("x.one,a,2,three", "x.two,a,3,12"))
    assert (search.found, search.problems) == (2, ())


def test_a_literal_on_another_line_is_told(small):
    search = find_literals(*small("x.one,a,3,three"))
    assert search.found == 0
    assert search.problems == (
        "data/counts.csv, row 2, field literal: 'three' is not on line 3 of a. It stands on line "
        "2: mend field line.",
    )


@pytest.mark.parametrize("line", ["0", "9", ""])
def test_a_line_outside_the_text_is_told(small, line):
    (told,) = find_literals(*small(f"x.one,a,{line},three")).problems
    assert f"is not on line {line or '(none)'} of a" in told


def test_a_literal_that_stands_nowhere_is_told(small):
    (told,) = find_literals(*small("x.one,a,2,four")).problems
    assert told.endswith("No line of that text holds it.")


def test_a_text_that_changed_is_told(small):
    folder, data = small("x.one,a,2,three")
    (folder / "text.txt").write_text(TEXT + "more\n", encoding="utf-8")
    (told,) = find_literals(folder, data).problems
    assert "another version of a (SHA-256 " in told


def test_a_folder_without_the_texts_is_told(small, tmp_path):
    _, data = small("x.one,a,2,three")
    with pytest.raises(BookError, match="holds none of the sources' texts"):
        find_literals(tmp_path / "nowhere", data)


def test_an_unknown_source_is_told():
    with pytest.raises(BookError, match=r"source 'thesis-2023': .*Did you mean thesis-2022"):
        source("thesis-2023")
