"""Staging: a folder is brought to hold exactly what Jupyter Book is to compile."""

from types import SimpleNamespace

import pytest
import yaml

from helpers import paths
from helpers.engine.compile import staging
from helpers.engine.pages.chapters import Page
from helpers.errors import BookError


@pytest.fixture
def executions(tmp_path):
    """Kept executions, of which each chapter made the files named."""

    def make(**made: dict[str, str]):
        for chapter, files in made.items():
            for name, text in files.items():
                (tmp_path / chapter / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / chapter / name).write_text(text, encoding="utf-8")
        return SimpleNamespace(entry=lambda page: SimpleNamespace(bundle=tmp_path / page.name))

    return make


def pages(*names: str) -> list[Page]:
    return [Page(name, paths.CHAPTERS / f"{name}.ipynb") for name in names]


def test_bundles_of_all_chapters_come_together(executions, tmp_path):
    kept = executions(a={"figures/x.json": "{}", "figures/x.csv": "x"}, b={"facts/y.json": "{}"})
    (tmp_path / "out" / "figures").mkdir(parents=True)
    (tmp_path / "out" / "figures" / "gone.json").touch()
    staging.gather(pages("a", "b"), kept, tmp_path / "out")
    found = {
        one.relative_to(tmp_path / "out").as_posix() for one in (tmp_path / "out").rglob("*.*")
    }
    assert found == {"figures/x.json", "figures/x.csv", "facts/y.json"}


def test_what_stays_the_same_is_not_written_again(executions, tmp_path):
    kept = executions(a={"figures/x.json": "{}", "figures/y.json": "{}"})
    staging.gather(pages("a"), kept, tmp_path / "out")
    times = {one: one.stat().st_mtime_ns for one in (tmp_path / "out").rglob("*.json")}
    (tmp_path / "a" / "figures" / "y.json").write_text("[]", encoding="utf-8")
    staging.gather(pages("a"), kept, tmp_path / "out")
    changed = [one.name for one, time in times.items() if one.stat().st_mtime_ns != time]
    assert changed == ["y.json"]


@pytest.mark.parametrize("kind", ["figure", "fact"])
def test_one_id_in_two_chapters_is_told(executions, tmp_path, kind):
    kept = executions(a={f"{kind}s/x.json": "{}"}, b={f"{kind}s/x.json": "{}"})
    with pytest.raises(BookError) as caught:
        staging.gather(pages("a", "b"), kept, tmp_path / "out")
    assert str(caught.value) == (
        f"chapters/b.ipynb: {kind} 'x' is made by chapters/a.ipynb already. Every figure and fact "
        "needs an id of its own."
    )
    assert not (tmp_path / "out").exists()


def test_the_contents_are_seen_from_the_chapters():
    made = yaml.safe_load(staging._toc())
    assert made["root"] == "index"
    files = [one["file"] for part in made["parts"] for one in part["chapters"]]
    assert files
    assert not [one for one in files if one.startswith("chapters/")]
