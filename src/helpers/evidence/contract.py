"""Holding every table of ``data/`` to its contract.

The Frictionless library checks columns, types, constraints and primary keys. Foreign keys and the
rules that span tables are checked here: the library reads the table referred to once more for each
table that refers to it, which took two thirds of the time.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from helpers import paths
from helpers.errors import BookError, nearest
from helpers.evidence import package
from helpers.evidence.relations import named_observations
from helpers.evidence.tables import rows

EXPLAINED = {"corrected", "disputed"}
CITATIONS = ("cited", "bibkey")


def check(data: Path = paths.DATA) -> list[str]:
    """Check all tables against ``datapackage.json`` and the rules that span tables.

    Parameters
    ----------
    data : Path
        The folder with ``datapackage.json`` and the tables.

    Returns
    -------
    list of str
        One message a problem: file, row, field, what was found, what was expected, what to do;
        empty when the contract holds.

    Examples
    --------
    >>> check()
    []
    """
    try:
        known = package.tables(data)
    except BookError as error:
        return error.problems
    unreadable = []
    for name in known:
        try:
            rows(name, data)
        except BookError as error:
            unreadable += error.problems
    if unreadable:
        return unreadable
    return schema_problems(data) + spanning_problems(data)


def schema_problems(data: Path) -> list[str]:
    """Find problems within one table by Frictionless: types, constraints and primary keys."""
    from frictionless import FrictionlessException, Package, system

    resources = [_bare(one) for one in package.tables(data).values()]
    descriptor = {"name": package.descriptor(data)["name"], "resources": resources}
    contract = package.told(data / "datapackage.json", data)
    try:
        with system.use_context(trusted=True):
            made = Package.from_descriptor(descriptor, basepath=str(data))
            report = made.validate(limit_errors=50)
    except FrictionlessException as error:
        reasons = error.reasons or [error.error]
        return [f"{contract}: {one.message.rstrip('.')}. Mend the contract." for one in reasons]
    problems = [f"{contract}: {one.message.rstrip('.')}." for one in report.errors]
    for task in report.tasks:
        fields = package.fields(task.name, data)
        where = package.told(data / task.place, data)
        problems += [_tell(where, error, fields) for error in _each_once(task.errors)]
    return problems


def _each_once(errors: list) -> list:
    """Leave out that a key stands twice where its one field is told to stand twice."""
    told = {error.row_number for error in errors if error.type == "unique-error"}
    return [one for one in errors if one.type != "primary-key" or one.row_number not in told]


def _bare(resource: dict) -> dict:
    """Leave of a resource only what Frictionless has to check: it copies descriptors often."""
    schema = resource["schema"]
    return {
        "name": resource["name"],
        "path": resource["path"],
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {key: field[key] for key in ("name", "type", "constraints") if key in field}
                for field in schema["fields"]
            ],
            "primaryKey": schema["primaryKey"],
            "missingValues": schema.get("missingValues", [""]),
        },
    }


EXPECTED = {
    "required": "a value: the cell may not be empty",
    "unique": "a value that no other row has",
    "enum": "one of {}",
    "pattern": "a value of the form {}",
    "minimum": "at least {}",
    "maximum": "at most {}",
}


def _tell(path: str, error, fields: dict[str, dict]) -> str:
    """Say one Frictionless error as the book does."""
    where = path
    if (row := getattr(error, "row_number", None)) is not None:
        where += f", row {row}"
    name = getattr(error, "field_name", None)
    if name is not None:
        where += f", field {name}"
    field = fields.get(name, {})
    match error.type:
        case "type-error":
            told = f"found {error.cell!r}, expected {package.article(field['type'])}"
        case "constraint-error":
            told = f"found {error.cell!r}, expected {_constraint(error, field)}"
        case "unique-error":
            told = f"found {error.cell!r} a second time, expected {EXPECTED['unique']}"
        case "primary-key":
            other = error.note.rstrip(".").rpartition(" ")[2]
            told = f"found the key of row {other} again, expected one that no other row has"
        case _:
            told = error.message.rstrip(".")
    return f"{where}: {told}. Mend the cell, or the contract in data/datapackage.json."


def _constraint(error, field: dict) -> str:
    kind = re.match(r'constraint "(\w+)', error.note)
    name = kind.group(1) if kind else ""
    bound = field.get("constraints", {}).get(name)
    if isinstance(bound, list):
        bound = ", ".join(map(str, bound))
    return EXPECTED.get(name, error.note).format(bound)


def spanning_problems(data: Path) -> list[str]:
    """Return the problems that no single table shows.

    Row counts other than the contract's, foreign keys without a row, corrections that no
    discrepancy explains, discrepancies that concern no row, relations over unknown observations,
    and citations of works that the bibliography lacks.
    """
    return [
        problem
        for rule in (_counts, _foreign_keys, _explanations, _concerns, _relations, _citations)
        for problem in rule(data)
    ]


def _records(name: str, data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Return every row of a table with its place in words."""
    path = package.file(name, data)
    for number, row in enumerate(rows(name, data), start=2):
        yield f"{path}, row {number}", row


def _counts(data: Path) -> Iterator[str]:
    for name, one in package.tables(data).items():
        if "rows" in one and len(rows(name, data)) != one["rows"]:
            yield (
                f"{package.file(name, data)}: found {len(rows(name, data))} rows, "
                f"expected {one['rows']}. Restore the rows, or put the new count into `rows` of "
                "data/datapackage.json and write the codebook anew."
            )


def _foreign_keys(data: Path) -> Iterator[str]:
    known = package.tables(data)
    for name, one in known.items():
        for key in one["schema"].get("foreignKeys", []):
            target = key["reference"]["resource"] or name
            if target not in known:
                yield (
                    f"data/datapackage.json, table {name}: a foreign key refers to {target!r}, "
                    f"which is no table.{nearest(target, known)}"
                )
                continue
            columns, others = key["fields"], key["reference"]["fields"]
            values = {tuple(row[other] for other in others) for row in rows(target, data)}
            for where, row in _records(name, data):
                cells = tuple(row[column] for column in columns)
                if any(cells) and cells not in values:
                    found = ", ".join(cells)
                    near = nearest(found, [", ".join(value) for value in values])
                    yield (
                        f"{where}, field {', '.join(columns)}: found {found!r}, expected "
                        f"{', '.join(others)} of a row of table {target}. Mend the cell, or add "
                        f"the row to {package.file(target, data)}.{near}"
                    )


def _explanations(data: Path) -> Iterator[str]:
    known = package.tables(data)
    if "discrepancies" not in known:
        return
    explained = {
        (one, row["treatment"])
        for row in rows("discrepancies", data)
        for one in row["concerns"].split(";")
    }
    for name in known:
        if not {"id", "status"} <= package.fields(name, data).keys():
            continue
        for where, row in _records(name, data):
            if row["status"] in EXPLAINED and (row["id"], row["status"]) not in explained:
                yield (
                    f"{where}, field status: {row['id']} is {row['status']!r}, but no row of "
                    "discrepancies.csv with that treatment concerns it. Add one that says what is "
                    "printed, why it cannot stand and what the book uses."
                )


def _concerns(data: Path) -> Iterator[str]:
    known = package.tables(data)
    if "discrepancies" not in known:
        return
    ids = {
        row["id"]
        for name in known
        if "id" in package.fields(name, data)
        for row in rows(name, data)
    }
    for where, row in _records("discrepancies", data):
        for one in row["concerns"].split(";"):
            if one and one not in ids:
                yield (
                    f"{where}, field concerns: found {one!r}, expected the id of a row of some "
                    f"table. Mend the id, or take it out.{nearest(one, ids)}"
                )


def _relations(data: Path) -> Iterator[str]:
    known = package.tables(data)
    if not {"relations", "observations"} <= known.keys():
        return
    ids = {row["id"] for row in rows("observations", data)}
    for where, row in _records("relations", data):
        for field, one in named_observations(row["stated"], row["computed"]):
            if one not in ids:
                yield (
                    f"{where}, field {field}: found {one!r}, expected the id of an observation. "
                    f"Mend the id, or add the observation.{nearest(one, ids)}"
                )


def _citations(data: Path) -> Iterator[str]:
    bibliography = data.parent / "chapters" / "references.bib"
    if not bibliography.exists():
        return
    keys = bibliography_keys(bibliography)
    for name in package.tables(data):
        for field in package.fields(name, data).keys() & set(CITATIONS):
            for where, row in _records(name, data):
                for key in row[field].split(";"):
                    if key and key not in keys:
                        yield (
                            f"{where}, field {field}: found {key!r}, expected a key of "
                            "chapters/references.bib. Add the work there, or mend the key."
                            f"{nearest(key, keys)}"
                        )


@cache
def bibliography_keys(path: Path = paths.BIBLIOGRAPHY) -> frozenset[str]:
    """List the keys of a BibTeX file, read without a parser (it is only asked what exists)."""
    with open(path, encoding="utf-8") as file:
        return frozenset(re.findall(r"^@\w+\{([^,\s]+),", file.read(), flags=re.MULTILINE))
