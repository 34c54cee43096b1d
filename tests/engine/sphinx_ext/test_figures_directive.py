"""The directive for figures, and the lines under one: sources are named shortly."""

import re
from types import SimpleNamespace

from helpers.engine.sphinx_ext.published import footer


def test_a_page_whose_alt_text_is_not_in_the_data_is_not_published(small_book):
    small_book.edit(
        "chapters/deaths.ipynb", "rising each year from 2018 to 2021", "rising to 112 in 2021"
    )
    made = small_book.book("build", "--no-pdf")
    assert made.returncode == 1
    assert re.search(r"chapters/deaths\.ipynb, cell \d+.*'prison-deaths' says 112", made.stderr)
    assert not small_book.path("_build/html").exists()


def told(*pairs) -> str:
    return footer.sources_html(SimpleNamespace(about={"sources": list(map(list, pairs))}))


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
    assert [footer.is_numeric(rows, column) for column in range(3)] == [False, False, True]
