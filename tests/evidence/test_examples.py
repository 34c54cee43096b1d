"""The examples of the docstrings run."""

import doctest
import importlib

import pytest

MODULES = ["checks", "codebook", "contract", "numbers", "package", "table_checks", "tables"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    result = doctest.testmod(importlib.import_module(f"helpers.evidence.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
