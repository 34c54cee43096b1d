"""Reading the tables of ``data/``: `rows` with the standard library, `table` with pandas."""

import csv
from dataclasses import fields
from functools import cache
from pathlib import Path

from helpers import paths
from helpers.errors import BookError
from helpers.evidence import package

DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
BOOLEANS = {"true": True, "false": False}


@cache
def rows(name: str, data: Path = paths.DATA) -> tuple[dict[str, str], ...]:
    """Read a table as dictionaries of text, without pandas; a missing value is ``""``.

    Parameters
    ----------
    name : str
        The resource's name in ``datapackage.json``.
    data : Path
        The folder with ``datapackage.json`` and the tables.

    Raises
    ------
    BookError
        When the table is unknown, its file is missing or not UTF-8, its columns are not the
        contract's, or a row has more or fewer cells than there are columns.

    Examples
    --------
    >>> rows("units")[0]["id"]
    'activities'
    """
    path = data / package.resource(name, data)["path"]
    told = package.told(path, data)
    try:
        with open(path, encoding="utf-8", newline="") as file:
            header, *records = csv.reader(file)
    except FileNotFoundError:
        raise BookError(
            f"{told}: not found, but {package.told(data / 'datapackage.json', data)} lists it. "
            "Restore the file, or take the resource out of the package."
        ) from None
    except UnicodeDecodeError as error:
        raise BookError(
            f"{told}: byte {error.start} is not UTF-8. Save the file as UTF-8, with commas."
        ) from None
    except ValueError:
        raise BookError(f"{told}: empty. Its first row names the columns.") from None
    _check_columns(told, header, list(package.fields(name, data)))
    problems = [
        f"{told}, row {number}: found {len(cells)} cells, expected {len(header)}. A cell that "
        "holds a comma needs quotes around it."
        for number, cells in enumerate(records, start=2)
        if len(cells) != len(header)
    ]
    if problems:
        raise BookError(problems)
    return tuple(dict(zip(header, cells, strict=True)) for cells in records)


def rows_if_any(name: str) -> tuple[dict[str, str], ...]:
    """Read the rows of a table; none when the data package has no such table."""
    return rows(name) if name in package.tables() else ()


def as_record(kind: type, row: dict[str, str]):
    """Make a dataclass of a row: a field that is a tuple takes what ``;`` divides in its cell."""
    return kind(
        **{
            one.name: tuple(filter(None, row[one.name].split(";")))
            if one.type == tuple[str, ...]
            else row[one.name]
            for one in fields(kind)
        }
    )


def table(name: str, data: Path = paths.DATA):
    """Read a table of ``data/``, held to its contract.

    Parameters
    ----------
    name : str
        The resource's name in ``datapackage.json``, for example ``"prison_deaths"``.
    data : Path
        The folder with ``datapackage.json`` and the tables.

    Returns
    -------
    pandas.DataFrame
        One row a record; integers as ``Int64``, numbers as ``float64``, text as ``str``; missing
        values as missing. Units are those that ``data/README.md`` states for each field.

    Raises
    ------
    BookError
        When the table is unknown, its columns are not the contract's, or a cell has not the type
        the contract gives; the message names file, row, field, what was found and expected.

    Examples
    --------
    >>> list(table("prison_deaths").columns[:4])
    ['id', 'year', 'period', 'deaths']
    """
    import pandas as pd

    fields = package.fields(name, data)
    path = data / package.resource(name, data)["path"]
    rows(name, data)  # says in words what is wrong with the file or its columns
    with open(path, encoding="utf-8", newline="") as file:
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    for field, contract in fields.items():
        if (dtype := DTYPES.get(contract["type"])) is not None:
            frame[field] = _typed(frame[field], dtype, package.told(path, data), contract)
    return frame


def _typed(column, dtype, told, contract):
    import pandas as pd

    if dtype == "boolean":
        values = column.map(BOOLEANS)
        wrong = column.notna() & values.isna()
    else:
        values = pd.to_numeric(column, errors="coerce")
        wrong = column.notna() & (values.isna() | (dtype == "Int64") & (values % 1 != 0))
    if wrong.any():
        position = int(wrong.to_numpy().argmax())
        raise BookError(
            f"{told}, row {position + 2}, field {contract['name']}: found "
            f"{column.iloc[position]!r}, expected {package.article(contract['type'])}. Mend the "
            "cell, or the type in data/datapackage.json."
        )
    return values.astype(dtype)


def _check_columns(told: str, found: list[str], expected: list[str]) -> None:
    problems = [f"column {name} is missing" for name in expected if name not in found]
    problems += [f"column {name} is not in the contract" for name in found if name not in expected]
    problems += [f"column {name} stands twice" for name in expected if found.count(name) > 1]
    if not problems and found != expected:
        problems = ["the columns stand in another order"]
    if problems:
        raise BookError(
            f"{told}, row 1: {'; '.join(problems)}. Expected {', '.join(expected)} as "
            "data/datapackage.json states."
        )
