import pytest

from helpers import paths
from helpers.errors import BookError
from helpers.evidence import computed, fact, facts, value

POPULATION = "prisons.population.2021-02"


@pytest.fixture(autouse=True)
def _bundles(tmp_path, monkeypatch):
    monkeypatch.setenv("BOOK_OUTPUT", str(tmp_path))


def rate(result: float = 22.7329, **change):
    """Declare a computed fact and read back what was written."""
    known = {"of": [POPULATION], "indicator": "Excess over population", "digits": 2}
    computed("prisons.excess.rate", result, "percent", **{**known, **change})
    return written("prisons.excess.rate")


def written(id: str) -> facts.Fact:
    """Read a computed fact back."""
    return facts.read_computed((paths.bundles() / "facts" / f"{id}.json").read_text("utf-8"))


def test_a_fact_leads_back_to_its_line():
    found = fact(POPULATION)
    assert (found.value, found.text, found.literal) == (38693, "38,693", "38,693")
    assert (found.source, found.line, found.status) == ("thesis-2022", "252", "as-printed")
    assert found.locator.startswith("§1.1.3")
    assert value(POPULATION) == 38693


def test_a_corrected_fact_keeps_what_is_printed():
    found = fact("disbursements.non-refundable.2012")
    assert (found.status, found.literal) == ("corrected", "36179 million")
    assert found.text == "US$361.79 million"


def test_what_cannot_be_decided_stays_as_printed():
    found = fact("disbursements.non-refundable.2013")
    assert (found.status, found.value) == ("disputed", 3205.2e6)


def test_an_unknown_fact_is_told_with_its_neighbours():
    with pytest.raises(BookError, match=r"prisons.populatoin.2021-02.*Did you mean .*population"):
        fact("prisons.populatoin.2021-02")


def test_every_id_has_the_form_of_ids():
    assert all(facts.ID.fullmatch(id) for id in facts.observations())


def test_a_computed_fact_is_rounded_printed_and_written():
    made = rate()
    assert (made.value, made.text, made.status) == (22.73, "22.73\u202f%", "computed")
    assert (made.of, made.indicator) == ((POPULATION,), "Excess over population")


def test_a_computed_fact_may_rest_on_tables_and_on_computed_facts():
    rate()
    origins = ["table:prison_deaths", "prisons.excess.rate"]
    computed("prisons.twice.rate", 2, "times", of=origins, indicator="Twice")
    assert written("prisons.twice.rate").of == tuple(origins)


def test_the_same_declaration_again_is_the_same():
    assert rate() == rate()


def test_another_value_for_the_same_id_is_told():
    rate()
    with pytest.raises(BookError, match="declared twice, with different values"):
        rate(12)


@pytest.mark.parametrize("id", ["Prisons.rate", "prisons", "prisons..rate", "prisons rate.x"])
def test_a_malformed_id_is_told(id):
    with pytest.raises(BookError, match="an id is lower-case words joined by dots"):
        computed(id, 1, "percent", of=[], indicator="X")


def test_an_id_of_an_observation_is_told():
    with pytest.raises(BookError, match="has that id; choose another"):
        computed(POPULATION, 1, "people", of=[], indicator="X")


@pytest.mark.parametrize("origin", ["prisons.nothing", "table:nothing"])
def test_an_unknown_origin_is_told(origin):
    with pytest.raises(BookError, match="nothing"):
        rate(of=[origin])
