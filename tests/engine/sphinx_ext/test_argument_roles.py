"""Passages and findings in a book: what readers see, and what is written when one changes."""

import csv
import hashlib
import html
import json
import re

import pytest

from helpers import paths
from tests.engine.books import Edit, apply, build, keep, put_back, replace

# The sentences of a source that exists in these tests alone.
TEXT = """# Deaths in prisons

There were 51. In 2021 deaths rose to 121 (Author, 2020), which is not enough to
call it a war. Guards were few.

More guards would help.

They held 29,42% too many, in three prisons.
"""
SENTENCES = {
    "author.1.rose": (
        3, "In 2021 deaths rose to 121 (Author, 2020), which is not enough to call it a war.",
        "Deaths rose in 2021, though not so far that one could speak of war.", "author2022",
        "deaths.2021", "", "true",
    ),
    "author.1.guards": (4, "Guards were few.", "There were not many guards.", "", "", "", ""),
    "author.2.help": (
        6, "More guards would help.", "It would help to have more guards.", "", "",
        "repeats author.1.guards", "",
    ),
}  # fmt: skip
PASSAGES = "id source locator line opening words sha256 kind claim cited facts page left_out note"
FINDINGS = [
    ["prisons.rose", "deaths", "1", "Deaths rose from {fact}`deaths.2020` to {fact}`deaths.2021`.",
     "supported", "author.1.rose;deaths.2021;prison-deaths;deaths.growth", "",
     "The count is of one source.", "", ""],
    ["prisons.no-war", "index", "1", "It was *no* war.", "partly supported", "author.1.rose",
     "author.1.guards", "", "author.1.rose", "true"],
]  # fmt: skip
LISTED = "      - file: chapters/apparatus/observations\n"
INDEX = "# A small book\n"
MARKS = (
    "\nThey rose.{passage}`author.1.rose, author.1.guards` {finding}`prisons.no-war`\n\n"
    "## How good is the evidence\n\nThe source says it.\n"
)


def write_table(project, name, rows):
    with open(project.path(f"data/{name}.csv"), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def make_argued(project):
    """Give the small book passages, findings, their pages, and a source whose text is at hand."""
    package = json.loads(project.read("data/datapackage.json"))
    ours = json.loads(paths.PACKAGE.read_text(encoding="utf-8"))["resources"]
    for one in package["resources"]:
        if one["name"] == "sources":
            one["schema"]["fields"] += [
                {"name": name, "title": name, "type": "string"}
                for name in ("kind", "file", "sha256")
            ]
    for one in ours:
        if one["name"] in {"passages", "findings"}:
            del one["rows"]
            package["resources"].append(one)
    project.write("data/datapackage.json", json.dumps(package))
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    project.write(
        "data/sources.csv",
        "id,title,author,year,bibkey,context,kind,file,sha256\n"
        f'author-2022,On Deaths,"Author, Anna",2022,author2022,false,thesis,text.txt,{digest}\n',
    )
    project.write("texts/text.txt", TEXT)
    table = [[*PASSAGES.split(), "second_read"]]
    for id, (line, sentence, claim, cited, facts, left_out, read) in SENTENCES.items():
        words = sentence.split()
        table.append(
            [id, "author-2022", f"§{id[7]} ¶1", line, " ".join(words[:6]), len(words),
             hashlib.sha256(sentence.encode()).hexdigest(), "claim", claim, cited, facts, "deaths",
             left_out, "", read]
        )  # fmt: skip
    write_table(project, "passages", table)
    head = "id page order text support evidence against against_text criticises second_read"
    write_table(project, "findings", [head.split(), *FINDINGS])
    for name in ("passages", "findings"):
        project.write(f"chapters/apparatus/{name}.md", f"# {name}\n\n```{{{name}}}\n```\n")
        project.edit("_toc.yml", LISTED, f"{LISTED}      - file: chapters/apparatus/{name}\n")
    project.edit("chapters/index.md", INDEX, f"{INDEX}\n{{finding}}`prisons.no-war`\n")
    notebook = json.loads(project.read("chapters/deaths.ipynb"))
    notebook["cells"][0]["source"] = [
        *notebook["cells"][0]["source"], "\n\n{finding}`prisons.rose`\n", MARKS
    ]  # fmt: skip
    project.write("chapters/deaths.ipynb", json.dumps(notebook))
    return project


@pytest.fixture(scope="module")
def argued(pristine_small_book, tmp_path_factory):
    """The small book with passages and findings, not built."""
    return make_argued(pristine_small_book.copy(tmp_path_factory.mktemp("argued") / "book"))


@pytest.fixture(scope="module")
def kept(argued, tmp_path_factory):
    """The same, built, and a copy of it as it was then."""
    return keep(argued, tmp_path_factory.mktemp("built"), pdf=False)


def page(kept, name):
    return kept[1].read(f"_build/html/{name}.html")


def words(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


# --- what readers see


def test_a_mark_tells_what_the_passages_say_and_leads_to_their_rows(kept):
    (mark,) = re.findall(
        r'<span class="fact passage">.*?</span></span></span>', page(kept, "deaths")
    )
    assert 'href="apparatus/passages.html#passage-author-1-rose"' in mark
    told = words(mark)
    assert "Author (2022), §1 ¶1 Deaths rose in 2021, though not so far" in told
    assert "Credited there to Author, 2022." in told
    assert "There were not many guards." in told
    assert 'id="passage-author-1-rose"' in page(kept, "apparatus/passages")


def test_a_finding_is_printed_with_its_facts_and_says_how_it_is_supported(kept):
    text = page(kept, "deaths")
    (found,) = re.findall(r'<span class="finding">Deaths rose.*?</span></span></span>', text)
    assert 'href="apparatus/observations.html#fact-deaths-2021"' in found
    assert "from 51 " in words(found)
    assert 'href="apparatus/findings.html#finding-prisons-rose"' in found
    assert "Finding, supported 4 pieces of evidence" in words(found)
    assert "What speaks against it: The count is of one source." in words(found)
    assert "It was <em>no</em> war." in page(kept, "index")


def test_the_page_of_passages_says_where_each_is_used_and_why_one_is_not(kept):
    rows = re.findall(r'<tr id="passage-.*?</tr>', page(kept, "apparatus/passages"), re.DOTALL)
    first, second, third = map(words, rows)
    assert first.endswith("claim Deaths")
    assert second.endswith("claim Deaths")
    assert "repeats author.1.guards" in third
    assert 'data-use="left out"' in rows[2]
    for _, sentence, *_ in SENTENCES.values():
        if len(sentence.split()) > 6:
            assert sentence not in words(page(kept, "apparatus/passages"))


def test_the_page_of_findings_leads_to_all_evidence_with_what_it_says(kept):
    rows = re.findall(r'<tr id="finding-.*?</tr>', page(kept, "apparatus/findings"), re.DOTALL)
    rose, war = rows
    assert words(rose).startswith("Deaths rose from 51 to 121.")
    assert "Deaths in prisons: 121" in words(rose)
    for way in (
        "passages.html#passage-author-1-rose",
        "observations.html#fact-deaths-2021",
        "computed.html#fact-deaths-growth",
        "../deaths.html#fig-prison-deaths",
    ):
        assert f'href="{way}"' in rose, way
    assert "The count is of one source." in words(rose)
    assert "It was no war." in words(war)
    assert "Criticises: Deaths rose in 2021" in words(war)
    assert "There were not many guards." in words(war)


UNKNOWN = [
    (
        "author.1.guards`",
        "author.1.guard`",
        "passage 'author.1.guard': not in data/passages.csv. Did you mean author.1.guards",
    ),
    (
        "`prisons.rose`",
        "`prisons.rise`",
        "finding 'prisons.rise': not in data/findings.csv. Did you mean prisons.rose",
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), UNKNOWN)
def test_an_unknown_id_is_told_with_the_nearest_right_one(kept, old, new, told):
    project = put_back(*kept)
    project.edit("chapters/deaths.ipynb", old, new)
    ran = project.book("build", "--no-pdf")
    assert ran.returncode == 1
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_their_pages_marks_still_tell_and_lead_nowhere(argued, tmp_path):
    project = argued.copy(tmp_path / "book")
    for name in ("passages", "findings"):
        project.path(f"chapters/apparatus/{name}.md").unlink()
        project.edit("_toc.yml", f"      - file: chapters/apparatus/{name}\n", "")
    build(project, pdf=False)
    text = project.read("_build/html/deaths.html")
    assert "Deaths rose in 2021, though not so far" in words(text)
    assert "apparatus/passages" not in text
    assert "apparatus/findings" not in text
    assert text.count('class="evidence-mark" tabindex="0"') == 3


# --- nothing stale, and nothing written that need not be

EVERY = {"apparatus/reproducibility"}  # lists every file of the data
EDITS = [
    Edit(
        "what a passage claims",
        replace("data/passages.csv", "There were not many guards", "There were hardly any guards"),
        written={"deaths", "apparatus/passages", "apparatus/findings"} | EVERY,
    ),
    Edit(
        "why a passage is left out",
        replace("data/passages.csv", "repeats author.1.guards", "says the same as author.1.guards"),
        written={"apparatus/passages", "apparatus/findings"} | EVERY,
    ),
    Edit(
        "a finding that two pages print",
        replace("data/findings.csv", "It was *no* war", "It was hardly a war"),
        written={"deaths", "index", "apparatus/findings"} | EVERY,
    ),
    Edit(
        "what speaks against a finding",
        replace("data/findings.csv", "of one source", "of a single source"),
        written={"deaths", "apparatus/findings"} | EVERY,
    ),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_an_edited_row_writes_the_pages_that_tell_of_it_and_no_others(edit, kept, argued, tmp_path):
    told, written = apply(edit, put_back(*kept), argued.copy(tmp_path / "clean"))
    assert set(told.values()) == {"fresh"}
    assert written == edit.written


# --- what the commands say


def test_what_a_finding_prints_is_verified(argued, tmp_path):
    project = argued.copy(tmp_path / "book")
    ran = project.book("accept")
    assert ran.returncode == 0, ran.stderr
    with open(project.path("tests/baseline/facts.csv"), encoding="utf-8", newline="") as file:
        accepted = {row["id"]: row for row in csv.DictReader(file)}
    assert accepted["deaths.2020"]["pages"].split() == ["deaths"]

    project.edit("data/observations.csv", ",2021,121,people", ",2021,122,people")
    project.edit("data/observations.csv", ",author2022,121,", ",author2022,122,")
    for command in ("data", "pages"):
        told = project.book("check", command)
        assert told.returncode == 0, told.stderr
        of_fact, of_passage = [one for one in told.stdout.splitlines() if "Read again" in one]
        assert of_fact == (
            "Read again finding prisons.rose (deaths), as facts under it have changed: "
            "deaths.2021: 121, now 122; deaths.2021, from which deaths.growth is computed: 121, "
            "now 122."
        )
        assert "prisons.no-war (index)" in of_passage  # a fact of a passage among its evidence


def test_the_checked_book_tells_how_each_chapter_reads(argued):
    told = argued.book("check", "pages")
    assert told.returncode == 0, told.stderr
    assert re.search(r"^deaths +\d+ sentences, .* 0 of them \( 0\.0%\) speak", told.stdout, re.M)


MISTAKES = [
        ("data/findings.csv", "from {fact}`deaths.2020`", "from {fact}`deaths.202`",
         "prisons.rose: field text: fact 'deaths.202' is neither an observation nor computed in a"),
        ("chapters/deaths.ipynb", ", author.1.guards`", "`",
         "data/passages.csv: author-2022, §1: no page uses author.1.guards"),
        ("data/passages.csv", "repeats author.1.guards", "",
         "data/passages.csv: author-2022, §2: no page uses author.2.help"),
        ("data/passages.csv", ",deaths.2021,", ",deaths.2022,",
         "author.1.rose: field facts: no row of data has the id 'deaths.2022'. Did you mean"),
        ("data/passages.csv", ",deaths,,,true", ",death,,,true",
         "author.1.rose: field page: no page 'death'. Did you mean deaths"),
        ("data/passages.csv", ",deaths,,,true", ",deaths,,,",
         "prisons.no-war: field criticises: no second reader has held author.1.rose against"),
        ("data/findings.csv", ",author.1.rose,true", ",author.1.rose,",
         "prisons.no-war: it criticises a source, but no second reader"),
        ("data/findings.csv", ",author.1.rose,true", ",author.1.gone,true",
         "prisons.no-war: field criticises: 'author.1.gone' is no passage"),
        ("data/findings.csv", "prison-deaths;", "prison-death;",
         "prisons.rose: field evidence: 'prison-death' is no passage, fact, figure, table or row of"
         " data. Did you mean prison-deaths"),
        ("data/findings.csv", "deaths.growth", "deaths.groth",
         "prisons.rose: field evidence: 'deaths.groth' is no passage"),
        ("data/findings.csv", "prisons.rose,deaths,", "prisons.rose,index,",
         "prisons.rose: deaths prints it, but its own page index does not"),
        ("chapters/deaths.ipynb", "{finding}`prisons.rose`", "Words.",
         "prisons.rose: no page prints it. Print it on deaths"),
        ("chapters/deaths.ipynb", "They rose.", "Deaths rose from {fact}`deaths.2020` to 121.",
         "typed by hand"),
        ("chapters/index.md", INDEX, f"{INDEX}\nIt was no war.\n",
         "prisons.no-war: index has its sentence typed by hand"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one[-1])
def test_a_mistake_is_told_with_what_to_do(mistake, argued, tmp_path):
    file, old, new, told = mistake
    project = argued.copy(tmp_path / "book")
    project.edit(file, old, new)
    ran = project.book("check", "pages")
    assert ran.returncode == 1, ran.stdout
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


def test_every_passage_and_quotation_is_found_in_the_texts(argued, tmp_path):
    project = argued.copy(tmp_path / "book")
    ran = project.book("sources", "texts")
    assert ran.returncode == 0, ran.stderr
    assert "3 passages, each found at its line; 0 quotations" in ran.stdout

    project.edit("chapters/index.md", INDEX, f"{INDEX}\nSo “deaths rose to 121” there.\n")
    ran = project.book("sources", "texts")
    assert ran.returncode == 1
    assert "chapters/index.md, line 3: the quotation “deaths rose to 121” ends before" in ran.stderr
    assert "“(Author, 2020), which is not enough to call it a war.”" in ran.stderr


def test_a_sentence_that_moved_or_changed_is_told(argued, tmp_path):
    project = argued.copy(tmp_path / "book")
    text = TEXT.replace("# Deaths", "\n# Deaths").replace("Guards were few", "Guards were fewer")
    project.write("texts/text.txt", text)
    told = project.book("sources", "texts").stderr
    assert "author.1.rose: no sentence of 17 words" in told
    assert "It begins on line 4: mend field line." in told
    assert "author.1.guards: no sentence" in told
    assert "No line of that text has it: mend opening, words and sha256" in told


def test_a_second_reader_sees_each_sentence_beside_our_words(argued):
    told = argued.book("sources", "texts", "--read", "--page", "deaths").stdout
    assert "author.1.rose (author-2022, §1 ¶1, line 3; claim; deaths)" in told
    assert "source: In 2021 deaths rose to 121 (Author, 2020), which is not enough to call" in told
    assert "ours:   Deaths rose in 2021" in told
    assert "has read it" in told
    assert "left out: repeats author.1.guards" in told
    assert not argued.book("sources", "texts", "--read", "--page", "prisons").stdout.strip()
    wrong = argued.book("sources", "texts", "--read", "--page", "death")
    assert "no such page. Did you mean deaths" in wrong.stderr
