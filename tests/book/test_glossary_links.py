"""Terms of the glossary: explained where they are first meant, and not where a word is the same."""

import json
import re

import pytest

from helpers import paths
from helpers.book.back_matter import glossary_links
from helpers.errors import BookError
from tests.engine.books import build

GLOSSARY = """id,term,term_es,acronym,forms,definition,source,locator,line,literal
term.prison,prison,cárcel,,gaol,A place where people are held.,author-2022,§1,1,prison
term.commitment,commitment,,,commitments;committed sum,Money decided on.,author-2022,§1,1,commitment
"""
HOMONYMS = """term,form,otherwise
term.commitment,commitment,A promise
term.commitment,commitments,Promises
"""
TEXT = """# Deaths

They lacked commitment, and prisons made commitments. A gaol held more.

{term}`Commitments <term.commitment>` grew; a committed sum is one. Each {term}`prison` counts, and
a {term}`house of stone <term.prison>` too.
"""


@pytest.fixture(scope="module")
def project(pristine_small_book, tmp_path_factory):
    made = pristine_small_book.copy(tmp_path_factory.mktemp("terms") / "book")
    package = json.loads(made.read("data/datapackage.json"))
    for one in json.loads(paths.PACKAGE.read_text(encoding="utf-8"))["resources"]:
        if one["name"] in {"glossary", "glossary_homonyms"}:
            del one["rows"]
            package["resources"].append(one)
    made.write("data/datapackage.json", json.dumps(package))
    made.write("data/glossary.csv", GLOSSARY)
    made.write("data/glossary_homonyms.csv", HOMONYMS)
    made.write("chapters/apparatus/glossary.md", "# Glossary\n\n```{glossary-of-terms}\n```\n")
    listed = "      - file: chapters/apparatus/observations\n"
    made.edit("_toc.yml", listed, f"{listed}      - file: chapters/apparatus/glossary\n")
    made.write("chapters/index.md", TEXT)
    return made


@pytest.fixture(scope="module")
def built(project):
    build(project, pdf=False)
    return project


def explained(text: str) -> list[tuple[str, str]]:
    """The words that lead to the glossary, each with the anchor it leads to."""
    return re.findall(
        r'<a class="term" href="apparatus/glossary\.html#([\w-]+)"[^>]*>([^<]*)</a>', text
    )


def test_terms_lead_to_the_glossary_where_they_are_meant(built):
    assert explained(built.read("_build/html/index.html")) == [
        ("term-prison", "prisons"),  # at its first use
        ("term-commitment", "Commitments"),  # not the promises before it
        ("term-prison", "prison"),  # because the author says so
        ("term-prison", "house of stone"),
    ]


def test_every_note_has_a_name_of_its_own(built):
    notes = re.findall(r'role="tooltip" id="(note-[^"]+)"', built.read("_build/html/index.html"))
    again = ["note-term-prison-2", "note-term-prison-3"]
    assert notes == ["note-term-prison", "note-term-commitment", *again]


def test_a_homonym_that_comes_or_goes_writes_the_chapters_anew(built, tmp_path):
    book = built.copy(tmp_path / "book")
    book.write("data/glossary_homonyms.csv", HOMONYMS.partition("term.")[0])
    build(book, pdf=False)
    told = explained(book.read("_build/html/index.html"))
    assert told[0] == ("term-commitment", "commitment")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<term.commitment>", "<term.comitment>", "term 'term.comitment': not in data/glossary.csv."
         " Did you mean term.commitment"),
        ("{term}`prison`", "{term}`prisom`", "term 'prisom': no form of any term"),
    ],
)  # fmt: skip
def test_an_unknown_term_is_told(project, tmp_path, old, new, told):
    book = project.copy(tmp_path / "book")
    book.edit("chapters/index.md", old, new)
    ran = book.book("build", "--no-pdf")
    assert ran.returncode == 1
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_real_glossary_knows_its_forms():
    assert glossary_links.by_form("Extraditions")["id"] == "term.extradition"
    assert glossary_links.by_form("commitment")["id"] == "term.commitment"
    with pytest.raises(BookError, match="Did you mean extradition"):
        glossary_links.by_form("extraditon")
