"""Passages: sentences found again by line, first words, length and hash."""

import pytest

from helpers.errors import BookError
from helpers.evidence import findings, passages
from helpers.evidence.passages import Passage, digest, sentence

LINES = ["Aid fell sharply. Aid", "fell again that year. Aid", "fell sharply. End."]


def made(line: int, words: str, *, opening: str = "Aid fell") -> Passage:
    count = str(len(words.split()))
    return Passage(
        "a.b", "s", "¶1", str(line), opening, count, digest(words), "claim", "It fell.", (), (),
        "", "", "", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (1, "Aid fell sharply."),
        (1, "Aid fell again that year."),  # the second that begins so, over the line's end
        (2, "Aid fell sharply."),
    ],
)
def test_a_sentence_is_cut_out_where_it_begins(line, words):
    assert sentence(LINES, made(line, words)) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (2, "Aid fell again that year."),  # begins on line 1
        (3, "Aid fell sharply."),
        (1, "Aid fell sharply!"),  # another hash
        (9, "Aid fell sharply."),
        (0, "Aid fell sharply."),
    ],
)
def test_what_is_not_there_is_not_found(line, words):
    assert sentence(LINES, made(line, words)) is None


def test_an_unknown_passage_or_finding_is_told_with_those_near_it():
    id = next(iter(passages.passages()))
    with pytest.raises(BookError, match=rf"not in data/passages\.csv\. Did you mean {id}"):
        passages.passage(f"{id}x")
    id = next(iter(findings.findings()))
    with pytest.raises(BookError, match=rf"not in data/findings\.csv\. Did you mean {id}"):
        findings.finding(f"{id}x")
