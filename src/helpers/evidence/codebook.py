"""The codebook: ``data/README.md``, written from ``datapackage.json`` so that it cannot drift."""

from pathlib import Path
from textwrap import fill

from helpers import paths
from helpers.evidence import package

READING = """\
## How to read the tables

- All tables are UTF-8 CSV files with commas, one header row, and a line feed after each row. An
  empty cell is a missing value. Numbers have a decimal point and no thousands separators.
- `datapackage.json` is the contract: a [Frictionless Data Package](https://datapackage.org) that
  any tool for data packages reads. This page is written from it.
- `source`, `locator` and `line` say where a row was read; `literal` is what stands there, letter by
  letter. The texts themselves are not shipped; `sources.csv` records their hashes, so that anyone
  who has them can find every literal again.
- `status` is `as-printed`, `corrected` or `disputed`. Every row that is not as printed is explained
  by a row of `discrepancies.csv`, whose field `concerns` names it.
- `cited` names the works that a source itself cites, as keys of `chapters/references.bib`.
- Dates and periods follow ISO 8601: `2021`, `2021-02`, `2021-02-28`, or two of them joined by a
  slash.
- Places are ids of `geo/places.csv`, units are ids of `units.csv`.
"""

CONSTRAINTS = {
    "required": "required",
    "unique": "unique",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "pattern": "form `{}`",
}


def codebook(data: Path = paths.DATA) -> str:
    """Write the codebook of a data package.

    Its groups of resources, and its notes beside those on all packages, are the package's own.

    Parameters
    ----------
    data : Path
        The folder with ``datapackage.json``.

    Returns
    -------
    str
        The codebook as Markdown.

    Examples
    --------
    >>> codebook().splitlines()[2]
    '<!-- Written from datapackage.json; change it there, not here. -->'
    """
    descriptor = package.descriptor(data)
    resources = list(package.resources(data).values())
    parts = [
        f"# {descriptor['title']}",
        "<!-- Written from datapackage.json; change it there, not here. -->",
        descriptor["description"],
        _facts(descriptor, resources),
        _reading(descriptor),
        _licences(descriptor, resources),
        "## Contents",
    ]
    parts += [
        _contents(group, title, members)
        for group, (title, _) in groups(data).items()
        if (members := [one for one in resources if one["group"] == group])
    ]
    for group, (title, about) in groups(data).items():
        members = [one for one in resources if one["group"] == group]
        if members:
            parts.append(f"## {title}\n\n{about}")
            parts += [_resource(one) for one in members]
    return "\n\n".join(parts) + "\n"


def groups(data: Path = paths.DATA) -> dict[str, tuple[str, str]]:
    """Read the groups of the package's resources: title and description of each, by name."""
    return {
        one["name"]: (one["title"], one["description"])
        for one in package.descriptor(data).get("groups", [])
    }


def _reading(descriptor: dict) -> str:
    notes = [
        fill(f"- {one}", 100, subsequent_indent="  ", break_on_hyphens=False)
        for one in descriptor.get("notes", [])
    ]
    return "\n".join([READING.rstrip(), *notes])


def _facts(descriptor: dict, resources: list[dict]) -> str:
    tables = [one for one in resources if "schema" in one]
    people = "; ".join(one["title"] for one in descriptor["contributors"])
    return "\n".join(
        [
            f"- Version: {descriptor['version']}",
            f"- Contributors: {people}",
            f"- Licence: {_licence(descriptor['licenses'])}, unless a table says otherwise",
            f"- Tables: {len(tables)}, with {sum(one['rows'] for one in tables):,} rows",
        ]
    )


def _licences(descriptor: dict, resources: list[dict]) -> str:
    own = _licence(descriptor["licenses"])
    by_licence: dict[str, list[str]] = {}
    for one in resources:
        by_licence.setdefault(_licence(one["licenses"]), []).append(f"`{one['path']}`")
    lines = [
        "## Licences",
        "",
        f"The compilation is under {own}. Facts and figures are carried over from the sources, "
        "their sentences are not. What others own keeps their terms:",
        "",
        "| Licence or terms | Files |",
        "|---|---|",
    ]
    lines += [
        f"| {licence} | {'all others' if licence == own else ', '.join(files)} |"
        for licence, files in by_licence.items()
    ]
    return "\n".join(lines)


def _licence(licences: list[dict]) -> str:
    return " and ".join(
        f"[{one['title']}]({one['path']})"
        if one.get("path", "").startswith("http")
        else one["title"]
        for one in licences
    )


def _contents(group: str, title: str, members: list[dict]) -> str:
    lines = [f"### {title}", "", "| File | Rows | What it is |", "|---|---:|---|"]
    lines += [
        f"| [`{one['path']}`](#{one['name']}) | {one.get('rows', '')} | {_cell(one['title'])} |"
        for one in members
    ]
    return "\n".join(lines)


def _resource(one: dict) -> str:
    lines = [f'<a id="{one["name"]}"></a>', "", f"### `{one['path']}`", "", f"**{one['title']}.** "]
    lines[-1] += one["description"]
    if "schema" not in one:
        return "\n".join([*lines, "", f"- Licence: {_licence(one['licenses'])}"])
    schema = one["schema"]
    lines += ["", f"- Rows: {one['rows']}", f"- Primary key: {_names(schema['primaryKey'])}"]
    if keys := schema.get("foreignKeys"):
        told = [
            f"{_names(key['fields'])} → `{key['reference']['resource'] or one['name']}` "
            f"({_names(key['reference']['fields'])})"
            for key in keys
        ]
        lines.append(f"- Foreign keys: {'; '.join(told)}")
    lines += [f"- Licence: {_licence(one['licenses'])}", ""]
    lines += ["| Field | Type | Unit | What it is | Rules |", "|---|---|---|---|---|"]
    lines += [
        f"| `{field['name']}` | {field['type']} | {field.get('unit', '')} | "
        f"**{_cell(field['title'])}.** {_cell(field['description'])} | "
        f"{_rules(field.get('constraints', {}))} |"
        for field in schema["fields"]
    ]
    return "\n".join(lines)


def _rules(constraints: dict) -> str:
    told = [
        text.format(_cell(str(constraints[name])))
        for name, text in CONSTRAINTS.items()
        if constraints.get(name) not in (None, False)
    ]
    if "enum" in constraints:
        told.append("one of " + ", ".join(f"`{value}`" for value in constraints["enum"]))
    return "; ".join(told)


def _names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
