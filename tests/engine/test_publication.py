"""Publishing: what a new edition takes over from the one before it."""

import os

import pytest

from helpers.engine import publication

LONG_AGO = 10**18  # nanoseconds since the epoch


@pytest.fixture
def put(tmp_path):
    """Two editions, in the earlier one a page, and the workspace's page that it was taken from."""
    source, earlier = tmp_path / "page.html", tmp_path / "1" / "page.html"
    (tmp_path / "2").mkdir()
    earlier.parent.mkdir()
    for file in (source, earlier):
        file.write_text("before", encoding="utf-8")
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    (tmp_path / "1" / "record.json").write_text("{}", encoding="utf-8")

    def put():
        publication._Putting(tmp_path / "2", tmp_path / "1").file(source, tmp_path / "2/page.html")
        return tmp_path / "2" / "page.html"

    put.source, put.earlier = source, earlier
    return put


def test_what_is_the_same_lies_there_once(put):
    assert put().samefile(put.earlier)


def test_what_was_written_again_is_copied(put):
    """Though it is as long as before."""
    put.source.write_text("after.", encoding="utf-8")

    assert put().read_text(encoding="utf-8") == "after."
    assert put.earlier.read_text(encoding="utf-8") == "before"


def test_what_was_changed_by_hand_in_the_earlier_edition_is_not_taken_over(put):
    put.earlier.write_text("botch!", encoding="utf-8")

    assert put().read_text(encoding="utf-8") == "before"


def test_a_file_written_just_before_it_was_published_is_copied(put, tmp_path):
    """It might have been written again within the same tick of the file system's clock."""
    published = LONG_AGO + publication.GRAIN
    os.utime(tmp_path / "1" / "record.json", ns=(published, published))

    assert not put().samefile(put.earlier)


def test_a_file_system_without_links_gets_copies(put, monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr(os, "link", refuse)

    assert put().read_text(encoding="utf-8") == "before"
    assert not put().samefile(put.earlier)
