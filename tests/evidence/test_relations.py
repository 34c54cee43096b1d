import pytest

from helpers.errors import BookError
from helpers.evidence import relations
from helpers.evidence.relations import Verdict, arithmetic, named_observations

OVERCROWDING = "`prisons.population.2021-02` - `prisons.capacity.2021-02`"


@pytest.mark.parametrize("verdict", relations.relations(), ids=lambda one: one.name)
def test_every_relation_comes_out_as_on_record(verdict):
    assert verdict.expected, f"stated {verdict.stated}, computed {verdict.computed}"


@pytest.mark.parametrize(
    ("name", "stated", "computed"),
    [
        ("prisons.overcrowding", 8796, 38693 - 29897),
        ("prisons.overcrowding-rate", 29.42, 100 * 8796 / 29897),
        ("prisons.riot-sum", 79, 34 + 31 + 6 + 8),
        ("mexico.travel-january-july", 54365, 88696 - 34331),
        ("northern-border.budget", 3374413, 2041832 + 1332581),
        ("south-south.received-years", 612, 612),
    ],
)
def test_relations_that_the_book_speaks_of(name, stated, computed):
    (found,) = (one for one in relations.relations() if one.name == name)
    assert (found.stated, found.holds) == (stated, True)
    assert found.computed == pytest.approx(computed)


@pytest.mark.parametrize(
    ("name", "discrepancy"),
    [
        ("prisons.two-populations", "disc.prisons.population"),
        ("prisons.deaths-2021-parts", "disc.prisons.deaths-2021"),
        ("eu.instruments-summary", "disc.eu.total"),
        ("mexico.operations-total-as-printed", "disc.mexico.paisa-comma"),
        ("disbursements.2012-as-printed", "disc.disbursements.2012"),
    ],
)
def test_relations_known_not_to_hold(name, discrepancy):
    (found,) = (one for one in relations.relations() if one.name == name)
    assert (found.holds, found.discrepancy) == (False, discrepancy)


def test_a_relation_names_the_observations_it_speaks_of():
    named = named_observations("prisons.overcrowding.2021-02", OVERCROWDING)
    assert named == [
        ("stated", "prisons.overcrowding.2021-02"),
        ("computed", "prisons.population.2021-02"),
        ("computed", "prisons.capacity.2021-02"),
    ]
    assert named_observations("100", "50 + 50") == []


@pytest.mark.parametrize(
    ("expression", "result"),
    [("1 + 2 * 3", 7), ("-(1 + 2) / 4", -0.75), ("2 - 0.5", 1.5), (OVERCROWDING, 8796)],
)
def test_arithmetic(expression, result):
    assert arithmetic(expression) == result


@pytest.mark.parametrize(
    "expression",
    ["2 ** 8", "len('x')", "__import__('os')", "1 +", "prisons", "True + 1", "'a' + 'b'", "[1]"],
)
def test_anything_but_arithmetic_is_told(expression):
    with pytest.raises(BookError, match=r"expected arithmetic with \+ - \* /"):
        arithmetic(expression)


def test_an_unknown_observation_is_told():
    with pytest.raises(BookError, match=r"fact 'prisons\.nobody'"):
        arithmetic("`prisons.nobody` + 1")


def test_a_division_by_nothing_is_told():
    with pytest.raises(BookError, match="divides by nothing"):
        arithmetic("1 / (2 - 2)")


@pytest.mark.parametrize(
    ("computed", "tolerance", "discrepancy", "holds", "expected"),
    [
        (10, 0, "", True, True),
        (10.5, 0, "", False, False),
        (10.5, 0.5, "", True, True),
        (10.5, 0, "disc.a", False, True),
        (10, 0, "disc.a", True, False),
    ],
)
def test_verdicts(computed, tolerance, discrepancy, holds, expected):
    verdict = Verdict("a.b", "", 10, computed, tolerance, discrepancy)
    assert (verdict.holds, verdict.expected) == (holds, expected)


def test_a_surprise_says_where_it_is_what_was_found_and_what_was_expected(monkeypatch):
    verdicts = [
        Verdict("a.b", "Parts make the whole", 1e6, 1e6 + 3, 2, where="data/a.csv, row 2"),
        Verdict("c.d", "Parts make the whole", 10, 10, 0, "disc.c", "data/c.csv"),
        Verdict("e.f", "Years rise", 0, 7, where="data/e.csv", offences=tuple("abcdefg")),
    ]
    monkeypatch.setattr(relations, "relations", lambda: [])
    assert relations.surprises(verdicts) == [
        "data/a.csv, row 2: Parts make the whole (a.b): found 1,000,003, expected 1,000,000, give "
        "or take 2. Mend the data, or add a discrepancy that explains it.",
        "data/c.csv: Parts make the whole (c.d): found 10, so it holds, although disc.c says it "
        "does not. Mend the discrepancy.",
        "data/e.csv: Years rise (e.f): found 7 against it, a, b, c, d, e and 2 more; expected "
        "none. Mend the data, or add a discrepancy that explains it.",
    ]
