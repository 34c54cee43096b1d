"""Kept executions: whole or none, each in a place of its own, fresh while nothing has changed."""

import json
import shutil
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers.engine.execute.cache import Executions
from helpers.engine.execute.sandbox import Result
from helpers.engine.pages.chapters import Page
from helpers.engine.state import fingerprints

READ = SimpleNamespace(of_input=fingerprints.of_input)  # a snapshot of what nobody changes
INPUT = "_config.yml"
FILES = {"figures/x.json": b"{}", "figures/x.svg": b"<svg/>"}
DAMAGED = ["its kept result is damaged"]


@pytest.fixture
def chapter(tmp_path):
    """Make a chapter of one code cell."""

    def make(name: str = "region", code: str = "x = 1") -> Page:
        file = tmp_path / "chapters" / f"{name}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        cell = {"cell_type": "code", "metadata": {}, "source": code, "outputs": []}
        file.write_text(json.dumps({"nbformat": 4, "cells": [cell]}), encoding="utf-8")
        return Page(name, file)

    return make


@pytest.fixture
def executions(tmp_path):
    """Look at the kept executions as another build does, which remembers nothing."""
    return lambda: Executions(tmp_path / "executions")


def printed(text: str) -> list[list[dict]]:
    return [[{"output_type": "stream", "name": "stdout", "text": text}]]


def keep(executions, chapter, text="1", files=FILES, **parameters) -> None:
    made = Result(chapter.name, printed(text), files, [INPUT], seconds=1.5, peak=2048)
    executions.keep(chapter, parameters, made, READ)


def names(executions) -> set[str]:
    return {one.name for one in executions.folder.iterdir()}


def test_what_is_kept_is_found_and_fresh(chapter, executions):
    region = chapter()
    assert executions().entry(region) is None
    assert executions().reasons(region, {}) == ["never executed"]

    keep(executions(), region)

    entry = executions().entry(region)
    assert executions().reasons(region, {}) == []
    assert entry.outputs == printed("1")
    assert {name: (entry.bundle / name).read_bytes() for name in FILES} == FILES
    assert (entry.record["seconds"], entry.record["peak"]) == (1.5, 2048)
    assert executions().looked_at([region]) == {INPUT: fingerprints.of_input(INPUT)}


def test_a_chapter_that_made_nothing_is_kept(chapter, executions):
    region = chapter()
    keep(executions(), region, files={})

    assert executions().reasons(region, {}) == []
    assert executions().entry(region).bundle.is_dir()


def test_code_that_changed_is_told(chapter, executions):
    keep(executions(), chapter(code="x = 1"))

    assert executions().reasons(chapter(code="x = 1  # one"), {}) == []
    assert executions().reasons(chapter(code="x = 2"), {}) == ["its code cells changed"]


# --- each in a place of its own


@pytest.mark.parametrize(
    "pair",
    [
        ("region", "region/donors"),
        ("region/donors", "region"),
        ("a/b", "a%2Fb"),
        ("a", "a%new"),
        ("a", "a%old"),
    ],
)
def test_chapters_do_not_touch_each_others_results(pair, chapter, executions):
    both = [chapter(name) for name in pair]
    for _ in range(2):
        for one in both:
            keep(executions(), one, one.name, {"figures/x.json": one.name.encode()})
    executions().prune(both)

    for one in both:
        entry = executions().entry(one)
        assert executions().reasons(one, {}) == []
        assert entry.outputs == printed(one.name)
        assert (entry.bundle / "figures" / "x.json").read_bytes() == one.name.encode()


def test_a_figure_may_be_called_record(chapter, executions):
    region = chapter()
    keep(executions(), region, files={"figures/record.json": b"{}"})

    executions().prune([region])

    assert executions().reasons(region, {}) == []


def test_what_belongs_to_no_chapter_is_pruned(chapter, executions):
    region, gone = chapter(), chapter("gone")
    build = executions()
    keep(build, region)
    keep(build, gone)
    assert build.entry(gone)
    for left in ("region%new/bundle", "region%old", "parts/nested/bundle", "region.12.new"):
        (build.folder / left).mkdir(parents=True)
    (build.folder / "parts" / "nested" / "record.json").write_text("{}", encoding="utf-8")

    build.prune([region])

    assert names(build) == {"region"}
    assert build.entry(gone) is None
    assert build.reasons(region, {}) == []


def test_nothing_kept_is_nothing_to_prune(executions):
    executions().prune([])


# --- whole or none


def changed_record(**changes):
    """Make what changes the record in a folder; None takes something out."""

    def change(folder):
        record = json.loads((folder / "record.json").read_bytes()) | changes
        left = {name: one for name, one in record.items() if one is not None}
        (folder / "record.json").write_text(json.dumps(left), encoding="utf-8")

    return change


def rewritten(name, content):
    return lambda folder: (folder / name).write_bytes(content)


def truncated(name):
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1])


def deleted(name):
    return lambda folder: (folder / name).unlink()


def emptied(folder):
    shutil.rmtree(folder)
    folder.mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(deleted("outputs.json"), id="no outputs"),
        pytest.param(truncated("outputs.json"), id="half the outputs"),
        pytest.param(deleted("bundle/figures/x.svg"), id="no drawing"),
        pytest.param(truncated("bundle/figures/x.svg"), id="half a drawing"),
        pytest.param(rewritten("bundle/figures/x.svg", b"<SVG/>"), id="another drawing"),
        pytest.param(rewritten("bundle/figures/y.svg", b"<svg/>"), id="a drawing too many"),
        pytest.param(lambda folder: shutil.rmtree(folder / "bundle"), id="no bundle"),
        pytest.param(deleted("record.json"), id="no record"),
        pytest.param(truncated("record.json"), id="half a record"),
        pytest.param(rewritten("record.json", b""), id="an empty record"),
        pytest.param(rewritten("record.json", b'{"code": "\xff"}'), id="a record not in UTF-8"),
        pytest.param(rewritten("record.json", b"[]"), id="a list for a record"),
        pytest.param(changed_record(files=None), id="a record of an older form"),
        pytest.param(changed_record(peak=None), id="a record without the memory taken"),
        pytest.param(changed_record(inputs=[]), id="a record with a list for a mapping"),
        pytest.param(emptied, id="nothing"),
    ],
)
def test_a_damaged_result_is_none(damage, chapter, executions):
    region = chapter()
    keep(executions(), region)
    damage(executions().entry(region).folder)

    assert executions().entry(region) is None
    assert executions().reasons(region, {}) == DAMAGED

    keep(executions(), region)
    assert executions().reasons(region, {}) == []


def test_a_record_that_cannot_be_read_is_none(chapter, executions):
    region = chapter()
    keep(executions(), region)
    record = executions().entry(region).folder / "record.json"
    record.unlink()
    record.mkdir()

    assert executions().reasons(region, {}) == DAMAGED


def test_files_are_looked_at_once_a_build(chapter, executions, monkeypatch):
    region = chapter()
    keep(executions(), region)
    seen, of_file = [], fingerprints.of_file
    monkeypatch.setattr(fingerprints, "of_file", lambda path: seen.append(path) or of_file(path))
    build = executions()

    for _ in range(3):
        assert build.reasons(region, {}) == []
        assert build.entry(region).outputs == printed("1")
        build.prune([region])
        build.looked_at([region])

    folder = build.entry(region).folder
    mine = [one for one in seen if one.is_relative_to(folder)]
    assert len(mine) == len(set(mine)) == len(FILES) + 1  # and the outputs


def test_a_build_sees_what_it_keeps(chapter, executions):
    region, build = chapter(), executions()
    assert build.reasons(region, {}) == ["never executed"]
    for text in ("1", "2"):
        keep(build, region, text)
        assert build.reasons(region, {}) == []
        assert build.entry(region).outputs == printed(text)
    assert names(build) == {"region"}


class Killed(BaseException):
    """What stands for a kill."""


def kill_at(step, monkeypatch):
    """Let the call of that number among those that change the disk be a build's last."""
    calls = count()

    def deadly(original, half=lambda *_: None):
        def call(path, *arguments, **named):
            if next(calls) == step:
                half(path, *arguments)
                raise Killed
            return original(path, *arguments, **named)

        return call

    def write_half(path, content):
        with open(path, "wb") as file:
            file.write(content[: len(content) // 2])

    def delete_half(folder):
        (folder / "outputs.json").unlink(missing_ok=True)

    monkeypatch.setattr(shutil, "rmtree", deadly(shutil.rmtree, delete_half))
    monkeypatch.setattr(Path, "write_bytes", deadly(Path.write_bytes, write_half))
    monkeypatch.setattr(Path, "rename", deadly(Path.rename))


@pytest.mark.parametrize("step", range(9))  # two leftovers, four files, two renames, the old one
def test_a_build_killed_while_it_keeps_a_result(step, chapter, executions, monkeypatch):
    """What is found then is the old one, none or the new one, and nothing is left for good."""
    region = chapter()
    keep(executions(), region, "old")
    with monkeypatch.context() as patch:
        kill_at(step, patch)
        with pytest.raises(Killed):
            keep(executions(), region, "new")

    reasons = executions().reasons(region, {})
    assert reasons in ([], ["never executed"])
    if not reasons:
        assert executions().entry(region).outputs in (printed("old"), printed("new"))
    keep(executions(), region, "new")
    executions().prune([region])
    assert names(executions()) == {"region"}
    assert executions().entry(region).outputs == printed("new")


# --- parameters


@pytest.mark.parametrize(
    "value",
    [2019, 0.1, float("nan"), "Ñ", True, None, [1, [2.5, "x"]], {1: "a", 2: "b"}, [{2019: {1: 2}}]],
    ids=repr,
)
def test_a_parameter_that_stays_is_no_reason(value, chapter, executions):
    region = chapter()
    keep(executions(), region, given=value)

    assert executions().reasons(region, {"given": value}) == []


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (2018, 2019),
        ([1], [1.0]),
        ([1], [True]),
        ({1: "a"}, {1: "b"}),
        ({1: "a"}, {2: "a"}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),  # a chapter goes through it in its order
    ],
    ids=repr,
)
def test_a_parameter_that_changed_is_told(before, now, chapter, executions):
    region = chapter()
    keep(executions(), region, given=before, other=1)

    assert executions().reasons(region, {"given": now, "other": 1}) == ["parameter given changed"]


def test_parameters_that_come_and_go_are_told(chapter, executions):
    region = chapter()
    keep(executions(), region, before=1)

    assert executions().reasons(region, {"after": 1}) == ["parameter after, before changed"]
