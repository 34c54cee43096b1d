"""The canonical form is one for the same values, and another for any other."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.figures.canonical import canonical_csv, digest, readable_csv

NUMBERS = st.integers(-(10**9), 10**9)
WORDS = st.text("abcñé ,\"'\n", max_size=6)
TABLES = st.lists(st.tuples(NUMBERS, st.floats(-1e6, 1e6), WORDS), min_size=1, max_size=8)


def frame(rows):
    return pd.DataFrame(rows, columns=["count", "rate", "name"])


@settings(deadline=None)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(rows, chance):
    data = frame(rows)
    shuffled = data.sample(frac=1, random_state=chance.randint(0, 999))
    columns = list(data.columns)
    chance.shuffle(columns)
    assert digest(shuffled[columns]) == digest(data)


@settings(deadline=None)
@given(TABLES)
def test_the_types_of_columns_do_not_matter(rows):
    data = frame(rows)
    other = data.assign(
        count=data["count"].astype("Int64"), name=data["name"].astype(object)
    ).set_index(pd.Index(range(5, 5 + len(data))))
    assert digest(other) == digest(data)
    assert digest(data.assign(count=data["count"].astype(float))) == digest(data)


@settings(deadline=None)
@given(TABLES, st.data())
def test_any_other_value_is_seen(rows, draw):
    place = draw.draw(st.integers(0, len(rows) - 1))
    count, rate, name = rows[place]
    changed = list(rows)
    changed[place] = draw.draw(
        st.sampled_from(
            [(count + 1, rate, name), (count, rate + 1, name), (count, rate, name + "x")]
        )
    )
    assert digest(frame(changed)) != digest(frame(rows))


def test_missing_values_and_noise_below_rounding():
    assert canonical_csv(pd.DataFrame({"a": [None, 1]})) == canonical_csv(
        pd.DataFrame({"a": pd.array([pd.NA, 1], dtype="Int64")})
    )
    assert digest(pd.DataFrame({"a": [0.1 + 0.2]})) == digest(pd.DataFrame({"a": [0.3]}))


def test_readers_get_the_order_drawn():
    data = pd.DataFrame({"year": [2021, 2019], "deaths": [121, 35]})
    assert readable_csv(data) == "year,deaths\n2021,121\n2019,35\n"
