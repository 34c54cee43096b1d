"""What Sphinx complains of, told in the book's words."""

import json

import pytest

from helpers.engine.compile import sphinx_messages


@pytest.fixture
def told(tmp_path):
    """Tell the complaints of a log about pages in a folder with one page and one figure."""
    stage, bundles = tmp_path / "stage", tmp_path / "bundles"
    (stage / "threats").mkdir(parents=True)
    (stage / "threats" / "prisons.ipynb").touch()
    (bundles / "figures").mkdir(parents=True)
    about = json.dumps({"id": "deaths", "kind": "figure"})
    (bundles / "figures" / "deaths.json").write_text(about, encoding="utf-8")
    return lambda log: sphinx_messages.told(log.replace("STAGE", str(stage)), stage, bundles)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (
            "STAGE/threats/prisons.ipynb:30002: WARNING: x",
            "chapters/threats/prisons.ipynb, cell 3, line 1: x",
        ),
        ("STAGE/index.md:7: ERROR: x [docutils]", "chapters/index.md, line 7: x"),
        ("STAGE/index.md: WARNING: x [a.b] [docutils]", "chapters/index.md: x"),
        ("WARNING: x", "x"),
        ("\x1b[91mSTAGE/index.md:7: WARNING: x\x1b[39;49;00m", "chapters/index.md, line 7: x"),
    ],
)
def test_the_place_is_the_authors(told, line, where):
    assert told(line) == [where]


def test_lines_that_follow_belong_to_the_complaint_before(told):
    assert told("WARNING: x\nmore of it\n\nWARNING: y") == ["x\n  more of it", "y"]


def test_the_same_complaint_is_told_once(told):
    assert told("WARNING: x\nWARNING: x") == ["x"]


def test_what_is_no_complaint_is_passed_over(told):
    assert told("reading sources… done\n") == []


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        ("undefined label: 'fig-death' [ref.numref]", "Did you mean fig-deaths?"),
        (
            "undefined label: 'fig-deaths' [ref.numref]",
            "no page shows it. Show it with {data-figure} deaths.",
        ),
        ("unknown document: '/threats/prison' [ref.doc]", "Did you mean /threats/prisons?"),
        (
            "'myst' cross-reference target not found: 'prisons.md' [myst.xref_missing]",
            "'prisons.md', which is no page",
        ),
        (
            'Duplicate explicit target name: "fig-deaths".',
            "'fig-deaths' stands twice. Show a figure",
        ),
        (
            'Unknown interpreted text role "fakt".',
            "there is no role {fakt}. Mend the word. Did you mean fact?",
        ),
        ("Unknown directive type: 'data-figur' [x]", "there is no directive {data-figur}."),
        (
            "'data-figure': Unknown option keys: ['atl'] (allowed: ['alt', 'class']) [x]",
            "{data-figure} has no option 'atl'",
        ),
        (
            "Directive 'data-figure': 1 argument(s) required, 0 supplied",
            "{data-figure} without an id.",
        ),
        ("unknown config value 'htm_x' in override, ignoring", "Sphinx has no setting 'htm_x'."),
        ("something else [new.kind]", "something else"),
    ],
)
def test_usual_complaints_say_what_to_do(told, complaint, words):
    (one,) = told(f"STAGE/index.md:1: WARNING: {complaint}")
    assert words in one
    assert not one.endswith("]")
