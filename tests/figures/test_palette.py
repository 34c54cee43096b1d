"""The palette can be told apart and read, also by colour-blind readers and in dark pages."""

import itertools
import re

import numpy as np
import pytest

from helpers.errors import BookError
from helpers.figures import palette

APART = 12  # CIE76 distance: unmistakable side by side
READABLE = 4.5  # WCAG 2 AA, contrast of text

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHT = {
    "full": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.3039],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
)
PAGES = {"light": lambda colour: colour, "dark": palette.DARK.__getitem__}


def linear(colour: str):
    shares = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    scaled = TO_XYZ @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=PAGES)
def page(request):
    return PAGES[request.param]


@pytest.mark.parametrize("sight", SIGHT)
def test_accents_stay_apart(page, sight):
    seen = {one: lab(SIGHT[sight] @ linear(page(one))) for one in palette.CATEGORIES}
    for one, other in itertools.combinations(palette.CATEGORIES, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= APART, (one, other)


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED, *palette.CATEGORIES[:-1]])
def test_text_can_be_read_on_paper(page, colour):
    assert contrast(page(colour), page(palette.PAPER)) >= READABLE


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED])
def test_text_can_be_read_on_land(page, colour):
    assert contrast(page(colour), page(palette.LAND)) >= READABLE


def test_text_can_be_read_on_every_step(page):
    for step, ink in zip(palette.SEQUENCE, palette.ON_SEQUENCE, strict=True):
        assert contrast(page(step), page(ink)) >= READABLE, step


def test_the_sequence_goes_one_way(page):
    light = [lab(linear(page(step)))[0] for step in palette.SEQUENCE]
    assert light in (sorted(light), sorted(light, reverse=True))


def test_every_colour_has_one_name_and_a_dark_form():
    assert len(set(palette.NAMES.values())) == len(palette.NAMES)
    assert set(palette.NAMES.values()) == set(palette.DARK)
    assert all(
        re.fullmatch(r"#[0-9a-f]{6}", one) for one in (*palette.DARK, *palette.DARK.values())
    )
    drawn = {
        *palette.CATEGORIES,
        *palette.SEQUENCE,
        *palette.TINTS.values(),
        *palette.meanings().values(),
    }
    assert drawn <= set(palette.DARK)


def test_a_figure_follows_the_page():
    themed = palette.themed(f'<path style="fill: {palette.ACCENT}"/>')
    assert f"var(--book-accent, {palette.ACCENT})" in themed
    assert palette.DARK[palette.ACCENT] in palette.stylesheet()


def test_names_get_their_colours():
    assert palette.assign(["a", "b"], ["b"]) == {"a": palette.QUIET, "b": palette.ACCENT}
    assert palette.assign(["Peru"], {"Peru": "peru"}) == {"Peru": palette.FIFTH}
    with pytest.raises(BookError, match="is not drawn"):
        palette.assign(["Peru"], ["Perú"])
    with pytest.raises(BookError, match="5 accents"):
        palette.assign("abcdef", "abcdef"[:6].replace("", " ").split())
