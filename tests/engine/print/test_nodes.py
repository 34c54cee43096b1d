# ruff: noqa: E501  what authors write stands in one line each
"""Every node that an author of a chapter may write comes out in print."""

import base64
import re

import nbformat
import pytest

from tests.engine.print.pages import printed, write

# What an author writes, and what must be read in the PDF.
WRITTEN = {
    "paragraph": ("Plain words *leaning* **heavy** `code` here.", "Plain words leaning heavy code here."),
    "accents": ("Perú, Ñuñoa, Łódź, ½, “quoted” ’tis — so…", "Perú, Ñuñoa, Łódź, ½, “quoted” ’tis — so…"),
    "signs": (r"Cost \$5 #hash @at \<tag\> \*star\* \_low\_ back\\slash \"quote\" ~tilde [b] {c} //",
              r'Cost $5 #hash @at <tag> *star* _low_ back\slash “quote” ~tilde [b] {c} //'),
    "typst": ("#let x = 1; #read(\"a\") = Heading - item $x$ `#raw`".replace("$", "\\$"), 'x = 1; #read'),
    "bullets": ("- one thing\n- other thing\n\n  - inner thing", "other thing"),
    "numbered": ("3. third\n4. fourth", "3. third 4. fourth"),
    "tasks": ("- [ ] to do\n- [x] done it", "done it"),
    "definitions": ("Term\n: Meaning of it\n: Second meaning", "Second meaning"),
    "fields": (":author: Somebody", "Somebody"),
    "quotation": ("> Said well.\n>\n> And more.", "Said well."),
    "attributed": ("{attribution=\"A. Nother\"}\n> Said by another.", "A. Nother"),
    "epigraph": ("```{epigraph}\nOn top.\n\n-- Who said it\n```", "Who said it"),
    "lines": ("```{line-block}\nx\n```" if False else "Line one\\\nline two", "Line one"),
    "note": ("```{note}\nMark this.\n```", "Note Mark this."),
    "warning": ("```{warning}\nBeware.\n```", "Warning Beware."),
    "admonition": ("```{admonition} Own title\nOwn words.\n```", "Own title Own words."),
    "seealso": ("```{seealso}\nElsewhere too.\n```", "See also Elsewhere too."),
    "topic": ("```{topic} A topic\nIts words.\n```", "A topic Its words."),
    "sidebar": ("```{sidebar} Aside\nWords aside.\n```", "Aside Words aside."),
    "footnote": ("A claim.[^a]\n\n[^a]: Its footing.", "Its footing."),
    "footnote-twice": ("Once[^b] and again[^b].\n\n[^b]: One footing.", "One footing."),
    "code": ("```python\nfor x in range(3):\n    print(\"#\", x)\n```", "for x in range(3):"),
    "listing": ("```{code-block} sh\necho \"$HOME\" \\\\\n```", "echo \"$HOME\""),
    "inline-math": (r"Rate $\frac{d}{p}$ holds.", "holds."),
    "display-math": ("$$\n\\sum_{i=1}^n x_i = \\text{all}\n$$", "all"),
    "numbered-math": ("```{math}\n:label: eq-rate\nr = d / p\n```\n\nBy {eq}`eq-rate`.", "By (1)."),
    "aligned": ("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", ""),
    "table": ("| A | B |\n|---|--:|\n| left | 5 |\n| *lean* | 66 |", "lean"),
    "list-table": ("```{list-table} Listed\n:header-rows: 1\n* - X\n  - Y\n* - cell x\n  - cell y\n```", "cell y"),
    "spans": ("```{eval-rst}\n+-----+-----+\n| wide cell |\n+-----+-----+\n| a   | b   |\n+-----+-----+\n```", "wide cell"),
    "tabs": ("````{tab-set}\n```{tab-item} First tab\nIn the first.\n```\n```{tab-item} Second tab\nIn the second.\n```\n````", "Second tab In the second."),
    "dropdown": ("```{dropdown} Open me\nHidden words.\n```", "Open me Hidden words."),
    "card": ("```{card} Card title\nCard words.\n```", "Card words."),
    "grid": ("````{grid} 2\n```{grid-item} \nOn the grid.\n```\n````", "On the grid."),
    "glossary": ("```{glossary}\nword\n  What it means.\n```\n\nSee {term}`word`.", "What it means."),
    "index": ("```{index} single: Indexed thing\n```\n\nIndexed here.", "Indexed thing"),
    "foreign": ("<i lang=\"es\">administración penitenciaria</i> here", "administración penitenciaria here"),
    "sub-super": ("H{sub}`2`O and m{sup}`2`", "H2O"),
    "abbreviation": ("{abbr}`OAS (Organization of American States)`", "OAS"),
    "link": ("[away](https://example.org/some/where)", "example.org/some/where"),
    "bare-link": ("<https://example.org/bare>", "https://example.org/bare"),
    "section-link": ("(here)=\n### A section to go to\n\nGo {ref}`here`.", "Go A section to go to."),
    "strike": ("~~gone~~ stays", "stays"),
    "html-comment": ("before\n\n<!-- unseen -->\n\nafter", "after"),
    "comment": ("% unseen remark\n\nseen remark", "seen remark"),
    "rule": ("above\n\n---\n\nbelow", "below"),
    "long-word": ("`tests.figures.legibility.a_very_long_name.of_something.that_never.ends_anywhere.at_all.x.y.z`", "legibility"),
    "centered": ("```{eval-rst}\n.. centered:: In the middle\n```", "In the middle"),
    "rubric": ("```{rubric} A rubric\n```", "A rubric"),
    "versionadded": ("```{versionadded} 1.0\nNew in it.\n```", "New in it."),
    "option-list": ("```{eval-rst}\n-v  be loud\n```", "be loud"),
    "doctest": ("```{eval-rst}\n>>> 1 + 1\n2\n```", "1 + 1"),
    "emoji": ("zero\u200bwidth and \u0007bell", "zero"),
    "math-in-table": ("| f |\n|---|\n| $x^2$ |", "f"),
    "list-in-table": ("```{list-table}\n* - - point a\n    - point b\n  - ```python\n    x = 1\n    ```\n```", "point b"),
    "nested-quote": ("> outer\n> > inner quote", "inner quote"),
}  # fmt: skip
SPANS = """
```{eval-rst}
+-------+-------+
| both          |
+=======+=======+
| left  | right |
+       +-------+
|       | below |
+-------+-------+
```
"""
WRITTEN["spans"] = (SPANS, "below")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """One page that has all of them, each in a section of its own."""
    folder = tmp_path_factory.mktemp("printed")
    told = "# All that can be written\n\n" + "\n\n".join(
        f"## Part {name}\n\n{given}" for name, (given, _) in WRITTEN.items()
    )
    made = printed(folder, told)
    made.words = made.text.replace("-\n", "")
    return made


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_printed(book, name):
    assert f"Part {name} " in book.words
    expected = WRITTEN[name][1]
    # Floats, notes and the index stand elsewhere on the page, or in the book.
    assert expected in book.words


@pytest.mark.parametrize("unseen", ["unseen", "\u200b", "<!--", "%(", "None"])
def test_what_is_not_for_readers_is_not_printed(book, unseen):
    assert unseen not in book.words


def test_an_equation_says_what_it_is_to_who_cannot_see_it(book):
    assert {"\\frac{d}{p}", "x^2"} <= {one.get("Alt") for one in book.tags("Formula")}


def test_heads_of_tables_are_heads(book):
    assert len(book.tags("TH")) >= 4


def test_words_in_spanish_are_marked_as_spanish(book):
    assert re.search(r'#foreign\(lang: "es"\)\[#emph\[#"administración', book.source())


def test_a_footnote_named_twice_is_set_once(book):
    assert book.words.count("One footing.") == 1


# --- pictures

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_pictures_of_every_kind_are_printed_with_their_alt_text(tmp_path):
    from PIL import Image

    folder = tmp_path / "stage"
    folder.mkdir()
    for suffix in ("png", "jpg", "webp", "gif"):
        Image.new("RGB", (30, 20), "red").save(folder / f"a.{suffix}")
    (folder / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="30pt" height="20pt"><rect width="9"'
        ' height="9"/></svg>'
    )
    kept = {file.name: file.read_bytes() for file in folder.iterdir()}
    told = "# Pictures\n\n" + "\n\n".join(
        f"![seen as {name}](a.{name})" for name in ("png", "jpg", "webp", "gif", "svg")
    )
    told += "\n\n```{figure} a.png\n:alt: described\n:name: one\nIts caption.\n```\n\n{numref}`one`"
    made = _with_files(tmp_path, told, kept)
    alts = {one.get("Alt") for one in made.tags("Figure")}
    assert {f"seen as {name}" for name in ("png", "jpg", "webp", "gif", "svg")} <= alts
    assert "described" in alts
    assert "Figure 1 Its caption." in made.text
    assert "Fig. 1" in made.text


def _with_files(folder, told, files):
    from tests.engine.print import pages

    before = pages.shutil.rmtree

    def keep(target, **how):
        before(target, **how)
        target.mkdir(parents=True)
        for name, content in files.items():
            (target / name).write_bytes(content)

    pages.shutil.rmtree = keep
    try:
        return printed(folder, told)
    finally:
        pages.shutil.rmtree = before


# --- cells


def notebook(*cells):
    return nbformat.v4.new_notebook(
        cells=list(cells),
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"},
                  "language_info": {"name": "python"}},
    )  # fmt: skip


def output(**data):
    kinds = {name.replace("_", "/", 1): value for name, value in data.items()}
    return nbformat.v4.new_output("display_data", data=kinds)


def test_what_cells_put_out_is_printed_and_their_code_is_not(tmp_path):
    frame = (
        "<div><style>p {}</style><table><thead><tr><th></th><th>year</th></tr></thead><tbody><tr>"
        "<th>a &amp; b</th><td>2021</td></tr></tbody></table></div>"
    )
    cells = [
        nbformat.v4.new_markdown_cell("# Outputs"),
        nbformat.v4.new_code_cell(
            "secret = 1",
            outputs=[
                nbformat.v4.new_output("stream", name="stdout", text="streamed #words\n"),
                output(text_plain="plain [x] words"),
                output(text_plain="   year", text_html=frame),
                output(text_plain="<Figure>", image_png=base64.b64encode(PIXEL).decode()),
                output(text_plain="<b>", text_html="<b>bold html</b>"),
            ],
        ),
    ]
    made = printed(tmp_path, {"index": notebook(*cells)})
    assert '#"a & b";' in made.source()
    for words in ("streamed #words", "plain [x] words", "2021"):
        assert words in made.text
    for words in ("secret", "<Figure>", "bold html"):
        assert words not in made.text
    assert len(made.tags("TH")) >= 2
    assert made.tags("Figure")


# --- pages of any shape


def test_a_page_may_have_any_shape(tmp_path):
    pages = {
        "start": "% a remark\n\nWords before the title.\n\n# The root\n\nText.",
        "folder/two-heads": "# First head\n\nA.\n\n# Second head\n\nB.\n\n## Below it\n\nC.",
        "no-title": "Only words, no title.",
        "sec#tion \"x\"": "# Odd & <name>\n\n### Deep at once\n\nD.",
    }  # fmt: skip
    made = printed(tmp_path, pages)
    for words in (
        "Words before the title.",
        "Second head",
        "Only words, no title.",
        "Deep at once",
    ):
        assert words in made.text
    assert [one for one in made.warnings.splitlines() if "WARNING" in one and "title" not in one
            and "H1" not in one and "H3" not in one] == []  # fmt: skip


def test_a_reference_to_another_page_tells_its_page_number(tmp_path):
    pages = {"index": "# Start\n\nRead [the other](other.md) (or {doc}`other`).",
             "other": "# Other one\n\nBack to [start](index.md)."}  # fmt: skip
    made = printed(tmp_path, pages)
    assert "Read the other (p. 2) (or Other one, p. 2)." in made.text
    assert "Back to start (p. 1)." in made.text


def test_what_is_not_printed_is_named_without_a_link(tmp_path):
    pages = {"index": "# Start\n\nSee [the list](list.md).", "list": "# Long list\n\nNobody reads."}
    made = printed(tmp_path, pages, {"print_leaves_out": ["list"]})
    assert "See the list." in made.text
    assert "Nobody reads" not in made.text


def test_an_unknown_node_prints_its_words(tmp_path, monkeypatch):
    from docutils import nodes

    from helpers.engine.print import writer

    class Strange(nodes.General, nodes.Inline, nodes.TextElement):
        pass

    class Odd(nodes.General, nodes.Element):
        pass

    document = nodes.section(
        "",
        nodes.title("", "T"),
        nodes.paragraph("", "", nodes.Text("a "), Strange("", "strange words")),
        Odd("", nodes.paragraph("", "odd")),
    )
    builder = type("B", (), {
        "anchor": lambda self, name: "", "leaves_out": lambda self, node: False,
        "index": type("I", (), {"marked": lambda self, w, n: writer.text(n.astext())})(),
        "evidence": type("E", (), {"mark": lambda self, *a, **k: ""})(),
    })()  # fmt: skip
    told = writer.Writer(builder, writer.PrintedPage("x")).blocks(document)
    assert "strange words" in told
    assert '#"odd"' in told


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("$$\nx = \\foo{y}\n$$", "equation"),
        ("![](a.png)", "alt text"),
        ("![seen](a.png)", "no PNG"),
        ("![seen](missing.png)", ""),
    ],
)
def test_what_cannot_be_printed_is_told_with_its_line(tmp_path, told, words):
    from helpers.errors import BookError

    files = {"a.png": b"no picture" if "seen" in told else PIXEL}
    with pytest.raises(BookError) as caught:
        _with_files(tmp_path, f"# Wrong\n\nGood.\n\n{told}\n", files)
    message = "\n".join(caught.value.problems)
    assert re.search(r"chapters/index\.md, line [567]: ", message), message
    assert words in message
    assert "Traceback" not in message
    assert ".typ" not in message


def test_the_same_pages_make_the_same_bytes(tmp_path):
    made = [printed(tmp_path / name, "# One\n\nText, $x^2$.").pdf.read_bytes() for name in "ab"]
    assert made[0] == made[1]


def test_sources_that_stay_the_same_are_not_written_again(tmp_path):
    write(tmp_path, {"index": "# One\n\nText."})
    file = tmp_path / "print" / "chapters" / "index.typ"
    before = file.stat().st_mtime_ns
    write(tmp_path, {"index": "# One\n\nText."})
    assert file.stat().st_mtime_ns == before
