"""The data catalogue: every file of the data package, to be read about and taken away."""

import shutil
from collections import Counter
from html import escape
from pathlib import Path

from helpers import paths
from helpers.engine.sphinx_ext import addresses
from helpers.engine.sphinx_ext.back_matter.data_pages import PageWriter, family
from helpers.engine.state import fingerprints
from helpers.evidence import package
from helpers.evidence.codebook import groups

FOLDER = "data"  # below the book's pages
LISTED = ("datapackage.json", "README.md")  # files of the package that are no resources


def catalogue(page: PageWriter, group: str) -> str:
    """Tell of a group's tables and geodata: what a row is, fields, rows, licence, file."""
    found = [one for one in package.resources().values() if one.get("group", "") == group]
    return "".join(_resource(page, one) for one in found)


def _resource(page: PageWriter, one: dict) -> str:
    fields = one.get("schema", {}).get("fields", [])
    columns = f", {len(fields)} fields" if fields else ""
    listed = "".join(map(_field, fields))
    if listed:
        listed = f"<details><summary>Fields</summary><dl>{listed}</dl></details>"
    licences = " and ".join(_licence(licence) for licence in one.get("licenses", []))
    name = escape(one["path"])
    base = addresses.root(page.builder)
    return (
        f'<article class="resource" id="table-{one["name"]}"{page.attributes()}>'
        + f"<h3>{escape(one['title'])}</h3>"
        + f"<p>{escape(one['description'])}</p>"
        f'<p class="facts"><a href="{base}{FOLDER}/{name}" download>{name}</a> · '
        f"{_size(one)}{columns} · SHA-256 {_digest(one)}… · {licences}</p>{listed}</article>"
    )


def _size(one: dict) -> str:
    return f"{one['rows']:,} rows" if "rows" in one else f"{one.get('bytes', 0) // 1024:,} KiB"


def _digest(one: dict) -> str:
    return fingerprints.of_file(paths.DATA / one["path"])[:8]


def _field(one: dict) -> str:
    unit = f", in {one['unit']}" if one.get("unit") else ""
    return (
        f"<div><dt><code>{escape(one['name'])}</code> "
        f"<small>{escape(one['type'] + unit)}</small></dt>"
        f"<dd>{escape(one.get('description', ''))}</dd></div>"
    )


def _licence(one: dict) -> str:
    path, title = one.get("path", ""), escape(one.get("title", one.get("name", "")))
    return f'<a href="{escape(path)}">{title}</a>' if path.startswith("http") else title


def _groups() -> list[tuple[str, str, str]]:
    counted = Counter(one.get("group", "") for one in package.resources().values())
    return [
        (group, title, f"data-{group}") for group, (title, _) in groups().items() if counted[group]
    ]


def copy_data(app, exception) -> None:
    """Put the data package beside the pages that tell of it, and nothing else."""
    if exception is not None or app.builder.name != "html":
        return
    target = Path(app.outdir) / FOLDER
    wanted = [*LISTED, *(one["path"] for one in package.resources().values())]
    files = {target / name: paths.DATA / name for name in wanted if (paths.DATA / name).is_file()}
    for file in target.rglob("*"):
        if file.is_file() and file not in files:
            file.unlink()
    for copy, file in files.items():
        if not copy.exists() or fingerprints.of_file(copy) != fingerprints.of_file(file):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def setup(app) -> None:
    """Register."""
    files = [paths.PACKAGE, *(paths.DATA / one["path"] for one in package.resources().values())]
    shows = [("file", str(file)) for file in files]
    family(app, "catalogue", catalogue, shows=shows, parts=_groups, filters=" ")
    app.connect("build-finished", copy_data)
