"""Reading the project's YAML files, with mistakes told in words."""

from pathlib import Path

import yaml

from helpers import paths
from helpers.errors import BookError


def read(path: Path) -> dict:
    """Read a YAML file that holds a mapping; an empty file holds an empty one.

    Raises
    ------
    BookError
        When the file is missing, is not YAML, or holds anything but a mapping.
    """
    told = paths.relative(path)
    try:
        with open(path, encoding="utf-8") as file:
            found = yaml.load(file, Loader=_Loader)
    except FileNotFoundError:
        raise BookError(f"{told}: not found. Restore it from git.") from None
    except UnicodeDecodeError as error:
        raise BookError(f"{told}: byte {error.start} is not UTF-8. Save it as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or error
        raise BookError(
            f"{told}{line}: not valid YAML ({what}). Mend that line, or the one before it."
        ) from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BookError(
            f"{told}: found {kind(found)}, expected lines such as `name: value`. Restore it from "
            "git."
        )
    return found


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses what YAML lets pass: a name that stands twice."""

    def construct_mapping(self, node, deep=False):
        """Make a dictionary of a mapping."""
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                what = f"{key.value!r} stands twice"
                raise yaml.MarkedYAMLError(problem=what, problem_mark=key.start_mark)
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
        return super().construct_mapping(node, deep)


def kind(value) -> str:
    """Say what a value is, as one who writes YAML calls it.

    >>> kind([1]), kind("x"), kind(True), kind(2018)
    ('a list', 'a text', 'true or false', 'a whole number')
    """
    names = {
        bool: "true or false",
        dict: "a mapping",
        float: "a number",
        int: "a whole number",
        list: "a list",
        str: "a text",
        type(None): "nothing",
    }
    return names.get(type(value), f"a {type(value).__name__}")
