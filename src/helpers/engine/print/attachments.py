"""What travels inside the PDF: the tables of the data package, and the package itself."""

import csv
import io
import shutil
from pathlib import Path

from helpers import paths
from helpers.evidence import package

MIME = {".csv": "text/csv", ".json": "application/json", ".geojson": "application/geo+json"}


def gather(app, folder: Path) -> list[dict]:
    """Bring a folder to hold what is to be attached, and say of each file what it is.

    Returns
    -------
    list of dict
        Each file's name, its kind and what it holds.
    """
    wanted: dict[str, tuple[bytes, str]] = {}
    if paths.PACKAGE.is_file():
        wanted["data/datapackage.json"] = (
            paths.PACKAGE.read_bytes(),
            "The data package: every table's columns, types and constraints",
        )
        for name in package.tables():
            resource = package.resource(name)
            file = paths.DATA / resource["path"]
            if file.suffix == ".csv" and file.is_file():
                told = resource.get("title") or name.replace("_", " ").capitalize()
                wanted[f"data/{resource['path']}"] = (file.read_bytes(), told)
    if computed := _computed(app):
        wanted["computed.csv"] = (computed, "Every value that this book computes, and from what")
    _bring(folder, {name: made for name, (made, _) in wanted.items()})
    return [
        {
            "name": name,
            "mime": MIME.get(Path(name).suffix, "application/octet-stream"),
            "description": told,
        }
        for name, (_, told) in sorted(wanted.items())
    ]


def _computed(app) -> bytes:
    """Write the values that chapters compute, as a table."""
    from helpers.engine.sphinx_ext.published import bundles

    facts = bundles.computed_facts(app)
    if not facts:
        return b""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow(["id", "indicator", "value", "unit", "printed", "computed_from"])
    for one in facts:
        writer.writerow([one.id, one.indicator, one.value, one.unit, one.text, ";".join(one.of)])
    return told.getvalue().encode()


def _bring(folder: Path, wanted: dict[str, bytes]) -> None:
    for file in [one for one in folder.rglob("*") if one.is_file()] if folder.is_dir() else []:
        if file.relative_to(folder).as_posix() not in wanted:
            file.unlink()
    for name, made in wanted.items():
        file = folder / name
        if not file.is_file() or file.read_bytes() != made:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(made)
    if not wanted:
        shutil.rmtree(folder, ignore_errors=True)
