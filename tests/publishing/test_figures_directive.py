"""Under and beside a figure: alt texts are held to the data, sources are named shortly."""

import re
from types import SimpleNamespace

import pytest

from helpers.errors import BookError
from helpers.publishing.sphinx_extension import apparatus_nodes
from helpers.publishing.sphinx_extension.alt_texts import require_founded

ROWS = [
    ["year", "deaths", "change", "money", "share", "ages", "place"],
    ["2020", "51", "-2.5", "594750000", "0.298", "13 to 17", "0a1b2c"],
    ["2021", "1210.4", "7.25", "3205200", "0.5", "over 65", "77f0"],
]


@pytest.mark.parametrize(
    "alt",
    [
        "Bars from 2019 to 2021, on 28 February, §1.1 and Table 4: no quantity is told.",
        "51 deaths in 2020; 1,210 in 2021; 1,210.4 exactly.",
        "A fall of −2.5 and a rise of 7.3, or 7.",
        "US$594.75 million; 3.2 million.",
        "29.8 % of cases, or 30 per cent; half is 50%.",
        "People of 13–17 years, and over 65.",
        "Deaths per 100,000 people.",
    ],
)
def test_what_is_drawn_may_be_told_rounded_as_written(alt):
    require_founded("deaths", alt, ROWS)


@pytest.mark.parametrize(
    ("alt", "number"),
    [
        ("52 deaths in 2020.", "52"),
        ("1,211 in 2021.", "1,211"),
        ("A rise of 2.5.", "2.5"),
        ("7.24 in the end.", "7.24"),
        ("US$595.75 million.", "595.75 million"),
        ("31 % of cases.", "31 %"),
        ("77 of them.", "77"),  # digits within a name are no number
    ],
)
def test_what_is_not_drawn_may_not(alt, number):
    with pytest.raises(BookError) as told:
        require_founded("deaths", alt, ROWS)
    assert f"alt text of 'deaths' says {number}, which is not in its data." in str(told.value)


def test_every_number_without_ground_is_named():
    with pytest.raises(BookError) as told:
        require_founded("deaths", "From 52 to 53 and 51.", ROWS)
    assert re.findall(r"says (\d+)", str(told.value)) == ["52", "53"]


def test_a_page_with_such_an_alt_text_is_not_published(small_book):
    small_book.edit(
        "chapters/deaths.ipynb", "rising each year from 2018 to 2021", "rising to 112 in 2021"
    )
    made = small_book.book("build", "--no-pdf")
    assert made.returncode == 1
    assert re.search(r"chapters/deaths\.ipynb, cell \d+.*'prison-deaths' says 112", made.stderr)
    assert not small_book.path("_build/html").exists()


def told(*pairs) -> str:
    return apparatus_nodes.sources_html(SimpleNamespace(about={"sources": list(map(list, pairs))}))


THESIS = "Achig Coronel &amp; Rodríguez Castillo (2022)"


def test_a_source_is_named_once_with_its_places_in_reading_order():
    places = told(("thesis-2022", "§1.1.1 ¶10"), ("thesis-2022", "§1.1.1 ¶5"))
    assert places == f"{THESIS}, §1.1.1 ¶5; §1.1.1 ¶10"


def test_many_places_are_told_by_their_sections():
    items = [("thesis-2022", f"§2.3 list of threats, item {item}") for item in range(1, 8)]
    assert told(*items) == f"{THESIS}, §2.3"
    assert told(*items, ("thesis-2022", "§2.10 ¶3"), ("thesis-2022", "Conclusions ¶2")) == (
        f"{THESIS}, §2.3; §2.10; Conclusions"
    )


def test_what_is_context_stands_apart_and_says_so():
    mark = '<span class="context-mark">Context, not from the five sources:</span>'
    both = told(("context-snai-2021", ""), ("thesis-2022", "§1.1.3 ¶10"))
    assert both == f"{THESIS}, §1.1.3 ¶10. {mark} SNAI (n.d.)"
    assert told(("context-snai-2021", "")) == f"{mark} SNAI (n.d.)"


def test_years_and_ranks_are_names_and_not_quantities():
    rows = [["year", "rank", "deaths"], ["2020", "1", "51"]]
    assert [apparatus_nodes.is_numeric(rows, column) for column in range(3)] == [False, False, True]
