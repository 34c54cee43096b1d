from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import BookError
from helpers.evidence.facts import observations
from helpers.evidence.numbers import MINUS, SCALES, THIN, number, quantity, rounded, unit, units

MONEY = [one["id"] for one in units().values() if one["kind"] == "currency"]
MEASURES = [one["id"] for one in units().values() if one["kind"] == "measure"]


def parse(text: str) -> Decimal:
    """Read a printed number back."""
    first, _, word = text.replace(THIN, " ").partition(" ")
    digits = first.replace(",", "").replace(MINUS, "-").replace("US$", "").replace("€", "")
    return Decimal(digits) * SCALES.get(word, 1)


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_read_back(value):
    assert parse(number(value)) == value


@given(st.integers(-(10**11), 10**11), st.integers(0, 4))
def test_decimals_read_back(whole, digits):
    value = Decimal(whole).scaleb(-digits)
    assert parse(number(float(value), digits)) == value.quantize(
        Decimal(1).scaleb(-digits), ROUND_HALF_EVEN
    )


@given(st.integers(-(10**15), 10**15))
def test_thousands_are_grouped_by_threes(value):
    first, *others = number(abs(value)).split(",")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in others)


@given(st.floats(-0.49, 0.49))
def test_zero_has_no_sign(value):
    assert number(value) == "0"


@given(st.integers(1, 10**12))
def test_a_minus_is_a_minus_and_stands_before_the_currency(value):
    assert number(-value).startswith("−")
    for currency in MONEY:
        assert quantity(-value, currency).startswith("−" + unit(currency)["symbol"])


@given(st.integers(0, 10**13), st.sampled_from(MONEY + MEASURES))
def test_quantities_read_back(value, kind):
    assert parse(quantity(value, kind)) == value


@given(st.integers(1, 10**7), st.integers(0, 2), st.sampled_from(list(SCALES)))
def test_amounts_are_shortened_by_the_word_of_the_source(whole, digits, word):
    printed = Decimal(whole).scaleb(-digits)
    value = printed * SCALES[word]
    if value < SCALES[word]:
        return
    text = quantity(float(value), "usd", literal=f"{printed} {word}")
    assert text.endswith(f" {word}")
    assert parse(text) == value


@pytest.mark.parametrize(
    ("value", "unit_id", "literal", "expected"),
    [
        (38693, "people", "38,693", "38,693"),
        (29.42, "percent", "29.42%", f"29.42{THIN}%"),
        (7.7, "per-100000", "7.7", f"7.7{THIN}per 100,000"),
        (21.5, "per-100000", "21,5%", f"21.5{THIN}per 100,000"),
        (2200000000, "usd", "2.2 billion", "US$2.2 billion"),
        (361790000, "usd", "36179 million", "US$361.79 million"),
        (1332581, "usd", "1,332,581", "US$1,332,581"),
        (166300.79, "usd", "166,300.79", "US$166,300.79"),
        (378000000, "eur", "€378 million", "€378 million"),
        (500000, "eur", "€0.5 million", "€500,000"),
        (1332500, "usd", "1,332,500", "US$1,332,500"),
        (415.665, "kilograms", "415,665 kilograms", f"415.665{THIN}kg"),
        (8500, "kilograms", "8.5 tons", f"8,500{THIN}kg"),
        (3, "days", "three days", f"3{THIN}days"),
        (1, "years", "less than a year", f"1{THIN}year"),
        (1, "thirds", "a third", f"1{THIN}third"),
        (34, "deaths", "thirty-four", "34"),
        (89, "rank", "89th", "89"),
    ],
)
def test_quantities_as_the_book_prints_them(value, unit_id, literal, expected):
    assert quantity(value, unit_id, literal=literal) == expected


def test_digits_asked_for_are_given():
    assert quantity(22.7329, "percent", digits=2) == f"22.73{THIN}%"
    assert quantity(234567.0, "usd", digits=0) == "US$234,567"


@pytest.mark.parametrize(
    ("value", "unit_id", "digits", "expected"),
    [
        (360000000, "usd", None, "US$360 million"),
        (361792345.6, "usd", None, "US$361.79 million"),
        (361792345.6, "usd", 1, "US$361.8 million"),
        (-261710000, "eur", 2, f"{MINUS}€261.71 million"),
        (3205200000, "usd", None, "US$3.21 billion"),
        (999996000, "usd", 1, "US$1.0 billion"),
        (999999.7, "usd", None, "US$1 million"),
        (259.57, "usd", None, "US$260"),
        (8796.4, "people", None, "8,796"),
        (22.7329, "percent", 2, f"22.73{THIN}%"),
    ],
)
def test_computed_values_are_printed_as_rounded(value, unit_id, digits, expected):
    result, places = rounded(value, unit_id, digits)
    text = quantity(result, unit_id, digits=places)
    assert text == expected
    assert parse(text) == Decimal(repr(result))


def test_no_observation_loses_a_digit():
    facts = observations().values()
    assert [one.id for one in facts if parse(one.text) != Decimal(repr(one.value))] == []


def test_an_unknown_unit_is_told():
    with pytest.raises(
        BookError, match=r"unit 'peple': not in data/units.csv. Did you mean people"
    ):
        quantity(1, "peple")
