"""What the readers share: reading the text, writing tables, the command line."""

import csv
import sys
from pathlib import Path

SOURCE = "eu-jssr-2013"


def lines_of(path):
    """Read the text as a list of stripped lines, so that ``lines[n]`` is line `n` of the file.

    Parameters
    ----------
    path : path-like
        The text of `eu-jssr-2013`.

    Returns
    -------
    list of str
        Lines without surrounding blanks; index 0 is empty.
    """
    text = Path(path).read_text(encoding="utf-8")
    return ["", *(line.strip() for line in text.split("\n"))]


def line_that_begins(lines, start, after=1):
    """Find the first line, from `after` on, that begins with `start`.

    Raises
    ------
    SystemExit
        When there is none: then this is another text than the one read.
    """
    for number in range(after, len(lines)):
        if lines[number].startswith(start):
            return number
    raise SystemExit(f"no line begins with {start!r}")


def write_table(path, columns, records):
    """Write records as UTF-8 CSV with line feeds."""
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


def run(read):
    """Read the text and write the tables: the command line of every reader.

    Parameters
    ----------
    read : callable
        Makes of the lines a dict of table name to columns and records.
    """
    if len(sys.argv) != 3:
        raise SystemExit(f"usage: python {Path(sys.argv[0]).name} TEXT OUTPUT_FOLDER")
    for name, (columns, records) in read(lines_of(sys.argv[1])).items():
        write_table(Path(sys.argv[2]) / f"{name}.csv", columns, records)
        print(f"{name}.csv: {len(records)} rows")
