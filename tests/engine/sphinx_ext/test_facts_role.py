"""How the roles for facts write a number."""

import pytest

from helpers.engine.sphinx_ext.fact_roles import (
    FactInWordsAtStartRole,
    FactInWordsRole,
    FactRole,
    explanation,
)
from helpers.errors import BookError
from helpers.evidence.facts import Fact


def made(value: float, text: str, **more) -> Fact:
    given = {
        "id": "prisons.count",
        "indicator": "Prisons",
        "unit": "prisons",
        "status": "as-printed",
    }
    return Fact(**{**given, "value": value, "text": text, **more})


def test_a_small_count_is_written_as_a_word():
    assert FactRole().written(made(4, "4")) == "4"
    assert FactInWordsRole().written(made(4, "4")) == "four"
    assert FactInWordsAtStartRole().written(made(12, "12")) == "Twelve"


@pytest.mark.parametrize(("value", "text"), [(13, "13"), (2.5, "2.5"), (3, "3\u202f%"), (-1, "−1")])
def test_what_has_no_word_is_told(value, text):
    with pytest.raises(BookError, match=r"prisons\.count.*has no word here.*Use \{fact\}"):
        FactInWordsRole().written(made(value, text))


def test_a_note_names_source_place_literal_and_the_works_cited():
    found = made(
        37, "37", source="thesis-2022", locator="§1.1.3 ¶2", literal="37", cited="ordonez2021;x",
        status="disputed",
    )  # fmt: skip
    told = explanation(found, {"ordonez2021": ("Ordóñez, 2021", "page", "anchor")})
    assert "Printed as “37” in Achig Coronel &amp; Rodríguez Castillo (2022), §1.1.3 ¶2" in told
    assert "Ordóñez, 2021; x" in told
    assert "Disputed" in told


def test_a_computed_value_tells_what_it_rests_on():
    told = explanation(made(2, "2", status="computed", of=("a.b", "table:events")), {})
    assert "Computed here from a.b, table:events" in told
