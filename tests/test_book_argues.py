"""What the real book argues from and concludes, and how it reads, held to what it promises."""

import pytest

from helpers import paths
from helpers.engine.argument import finding_checks, passage_use, quotations, readability
from helpers.engine.pages import chapters
from helpers.evidence import passage_texts

SOURCES = paths.ROOT.parent / "shared" / "sources"
PAGES = chapters.pages()
needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the source texts are not beside this checkout"
)


def test_every_passage_is_used_or_left_out_for_a_reason():
    assert passage_use.problems(PAGES) == []


def test_every_finding_has_evidence_and_is_printed_by_role_alone():
    assert finding_checks.problems(PAGES) == []


@pytest.mark.parametrize("chapter", chapters.notebooks(), ids=lambda one: one.name)
def test_a_chapter_speaks_of_the_world_in_sentences_that_can_be_read(chapter):
    assert readability.problems([chapter]) == []


@needs_sources
def test_every_passage_is_found_at_its_line_by_its_hash():
    found = passage_texts.find_passages(SOURCES)
    assert found.problems == ()
    assert found.found > 800


@needs_sources
def test_every_quotation_is_whole_or_marked_as_cut():
    assert quotations.problems(PAGES, SOURCES) == []
