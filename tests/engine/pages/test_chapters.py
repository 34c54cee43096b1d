"""Pages, their order and their parameters, read from a project of a few lines."""

import json

import pytest

from helpers import paths
from helpers.engine.pages import chapters, table_of_contents, yaml_file
from helpers.errors import BookError

TOC = """\
format: jb-book
root: chapters/index
parts:
  - caption: First
    chapters:
      - file: chapters/first/one
        sections:
          - file: chapters/first/one-a
      - file: chapters/first/two
  - caption: Second
    chapters:
      - file: chapters/three
"""


def notebook(*cells: tuple[str, str, list[str]]) -> str:
    made = [
        {"cell_type": kind, "id": f"c{number}", "metadata": {"tags": tags}, "source": source}
        for number, (kind, source, tags) in enumerate(cells)
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with four pages and one chapter; returns a function that writes a file."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "TOC", tmp_path / "_toc.yml")
    monkeypatch.setattr(paths, "CHAPTERS", tmp_path / "chapters")
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "chapters" / "parameters.yml")

    def write(name: str, text: str) -> None:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    write("_toc.yml", TOC)
    for name in ("index", "first/one-a", "first/two", "three"):
        write(f"chapters/{name}.md", f"# {name}\n")
    write(
        "chapters/first/one.ipynb", notebook(("code", "a: int = 1\nb: str = 'x'", ["parameters"]))
    )
    write("chapters/parameters.yml", "first/one:\n  a: 2\n  b: y\n")
    return write


def problems(call) -> list[str]:
    with pytest.raises(BookError) as caught:
        call()
    return caught.value.problems


def test_pages_come_in_the_order_of_the_contents(project):
    names = ["index", "first/one", "first/one-a", "first/two", "three"]
    assert [page.name for page in chapters.pages()] == names
    assert [page.name for page in chapters.notebooks()] == ["first/one"]
    assert table_of_contents.parts() == [("First", names[1:4]), ("Second", ["three"])]


def test_what_editors_leave_behind_is_no_page(project):
    project("chapters/.ipynb_checkpoints/one-checkpoint.ipynb", "{}")
    project("chapters/.#index.md", "someone@somewhere")
    assert len(chapters.pages()) == 5


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("format: jb-book", "format: book", "found format 'book', expected `format: jb-book`"),
        ("root: chapters/index\n", "", "_toc.yml: found no `root`. Every book needs one"),
        ("root: chapters/index", "root: 3", "_toc.yml: root is 3, expected a path"),
        ("- caption: Second", "- captoin: Second", "part 2: 'captoin' means nothing here"),
        (
            "sections:",
            "section:",
            "part 'First', page 'chapters/first/one': 'section' means nothing",
        ),
        (
            "- file: chapters/three",
            "- chapters/three",
            "part 'Second', page 1: found 'chapters/three'",
        ),
        ("    chapters:\n      - file: chapters/three", "", "part 'Second': found no `chapters`."),
        (
            "    chapters:\n      - file: chapters/three",
            "    chapters: x",
            "part 'Second': chapters is a text, expected a list",
        ),
    ],
)
def test_another_form_of_contents_is_told_with_its_place(project, old, new, told):
    assert TOC.count(old) == 1
    project("_toc.yml", TOC.replace(old, new))
    assert any(told in one for one in problems(table_of_contents.entries))


def test_one_entry_for_two_and_two_files_for_one(project):
    project("_toc.yml", TOC.replace("first/two", "three"))
    project("chapters/index.ipynb", notebook())
    told = problems(chapters.pages)
    assert "_toc.yml: chapters/three stands twice. Take one of the two entries out." in told
    assert any("both would be the same page" in one for one in told)
    assert any(one.startswith("chapters/first/two.md: in no entry") for one in told)


def test_parameters_are_read_by_chapter_without_what_is_not_the_notebooks(project):
    project("chapters/parameters.yml", "first/one:\n  a: 2\n  b: y\n  timeout: 9\n")
    found = chapters.notebooks()
    assert chapters.parameters(found) == {"first/one": {"a": 2, "b": "y"}}
    assert chapters.timeouts(found) == {"first/one": 9}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("  a: 2\n", "parameter b (str) is missing"),
        (
            "  a: true\n  b: y\n",
            "parameter a is True, true or false; the notebook declares it as int",
        ),
        ("  a: 2.0\n  b: y\n", "parameter a is 2.0, a number; the notebook declares it as int"),
        ("  a: 2\n  b: 2\n", "parameter b is 2, a whole number; the notebook declares it as str"),
        ("  a: 2\n  b: y\n  aa: 3\n", "aa is not a parameter of the notebook (it has a, b)"),
        ("  a: 2\n  b: y\n  timeout: 0\n", "timeout is 0, expected a number of seconds"),
        ("  a: 2\n  b: y\n  timeout: yes\n", "timeout is True, expected a number of seconds"),
        ("  - a\n", "found ['a'], expected indented lines"),
    ],
)
def test_parameters_that_do_not_fit_are_told(project, given, told):
    project("chapters/parameters.yml", f"first/one:\n{given}")
    (one,) = problems(lambda: chapters.parameters(chapters.notebooks()))
    assert one.startswith("chapters/parameters.yml, first/one: ")
    assert told in one


def test_a_parameter_that_cannot_be_kept_is_told(project):
    project("chapters/first/one.ipynb", notebook(("code", "a: list = []", ["parameters"])))
    project("chapters/parameters.yml", "first/one:\n  a: [2020-01-01]\n")
    (one,) = problems(lambda: chapters.parameters(chapters.notebooks()))
    assert one.startswith("chapters/parameters.yml, first/one: parameter a is [datetime.date(2020")
    assert "Put other values, such as dates, in quotes." in one


def test_all_problems_of_parameters_are_told_together(project):
    project("chapters/parameters.yml", "first/noe:\n  a: 2\n")
    told = problems(lambda: chapters.parameters(chapters.notebooks()))
    assert len(told) == 3
    assert told[0].endswith("first/noe: no such chapter. Did you mean first/one?")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("a = 1", "line 1: found `a = 1`, but a parameters cell holds only"),
        ("a: int = 1\nprint(a)", "line 2: found `print(a)`"),
        ("a.b: int = 1", "line 1: found `a.b: int = 1`"),
        ("a: int =", "line 1: not valid Python"),
    ],
)
def test_a_parameters_cell_holds_only_declarations(project, cell, told):
    project(
        "chapters/first/one.ipynb",
        notebook(("markdown", "# x", []), ("code", cell, ["parameters"])),
    )
    (one,) = problems(lambda: chapters.declared_parameters(chapters.notebooks()[0]))
    assert one.startswith(f"chapters/first/one.ipynb, cell 2, {told}")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "line 1: not valid JSON"),
        ("[1]", "not a notebook (it has no list of cells)"),
        ('{"cells": [], "nbformat": 3}', "found nbformat 3, expected 4"),
        ('{"cells": [{"cell_type": "code"}], "nbformat": 4}', "cell 1: it has no source"),
        ('{"cells": [3], "nbformat": 4}', "cell 1: its cell_type is None"),
        ('{"cells": [{"cell_type": "x", "source": ""}], "nbformat": 4}', "its cell_type is 'x'"),
    ],
)
def test_what_is_no_notebook_is_told(project, content, told):
    project("chapters/first/one.ipynb", content)
    (one,) = chapters.notebooks()[0].problems
    assert one.startswith("chapters/first/one.ipynb")
    assert told in one


def test_source_is_one_text_however_it_is_stored():
    assert chapters.source({"source": ["a\n", "b"]}) == chapters.source({"source": "a\nb"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [1", "line 1: not valid YAML"),
        ("a: 1\nb: 2\na: 3", "line 3: not valid YAML ('a' stands twice)"),
        ("- a", "found a list, expected lines such as `name: value`"),
        ("hello", "found a text"),
    ],
)
def test_yaml_that_is_no_mapping_is_told(tmp_path, text, told):
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    (one,) = problems(lambda: yaml_file.read(tmp_path / "x.yml"))
    assert told in one


def test_an_empty_yaml_file_holds_nothing(tmp_path):
    (tmp_path / "x.yml").write_text("# only a comment\n", encoding="utf-8")
    assert yaml_file.read(tmp_path / "x.yml") == {}
