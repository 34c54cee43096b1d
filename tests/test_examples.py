"""The examples of the docstrings run: all of them, in whatever module they stand."""

import doctest
import importlib

import pytest

from helpers import paths

PROMPT = ">>> "


def examples() -> dict[str, int]:
    """How many examples each module holds that holds any."""
    counted = {}
    for file in sorted(paths.SOURCE.rglob("*.py")):
        module = ".".join(file.relative_to(paths.SOURCE).with_suffix("").parts)
        lines = file.read_text(encoding="utf-8").splitlines()
        counted[module.removesuffix(".__init__")] = sum(
            line.lstrip().startswith(PROMPT) for line in lines
        )
    return {module: count for module, count in counted.items() if count}


@pytest.mark.parametrize(("name", "count"), examples().items())
def test_examples_run(name, count):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert (result.attempted, result.failed) == (count, 0)
