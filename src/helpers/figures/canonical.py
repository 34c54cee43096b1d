"""The canonical form of a figure's data: the same bytes for the same values, on every machine."""

import csv
import hashlib
import io

DIGITS = 12  # significant digits of a float: beyond what any source prints, below rounding noise


def tidy(data):
    """Type and print every cell in one way, keeping the order of rows and columns.

    Parameters
    ----------
    data : pandas.DataFrame or geopandas.GeoDataFrame
        What a figure draws.

    Returns
    -------
    pandas.DataFrame
        Text only: whole numbers without a point, floats with at most `DIGITS` significant digits,
        geometry as the first 16 hexadecimal digits of the SHA-256 of its WKB, normalised and
        rounded to 1e-7 of its unit, missing values empty.
    """
    import pandas as pd

    made = {str(name): [_cell(cell) for cell in data[name]] for name in data.columns}
    return pd.DataFrame(made, columns=[str(name) for name in data.columns], dtype=str)


def canonical_csv(data) -> str:
    """Write `tidy` data with its columns and rows sorted, whatever order they came in."""
    return sorted_csv(readable_csv(data))


def readable_csv(data) -> str:
    """Write `tidy` data in the order drawn: the file that readers download."""
    return tidy(data).to_csv(index=False, lineterminator="\n")


def sorted_csv(text: str) -> str:
    r"""Sort the columns and rows of a CSV.

    Examples
    --------
    >>> sorted_csv("year,deaths\n2021,121\n2020,51\n")
    'deaths,year\n121,2021\n51,2020\n'
    """
    header, *rows = csv.reader(io.StringIO(text))
    order = sorted(range(len(header)), key=header.__getitem__)
    body = sorted([row[column] for column in order] for row in rows)
    return csv_of([[header[column] for column in order], *body])


def csv_of(rows) -> str:
    """Write rows of cells as CSV, a line feed after each."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def digest(data) -> str:
    """Hash data's canonical form with SHA-256, in hexadecimal."""
    return hashlib.sha256(canonical_csv(data).encode()).hexdigest()


def _cell(cell) -> str:
    import numpy as np
    import pandas as pd

    if hasattr(cell, "wkb"):
        import shapely

        normal = shapely.set_precision(cell.normalize(), 1e-7)
        return hashlib.sha256(shapely.to_wkb(normal, byte_order=1)).hexdigest()[:16]
    if isinstance(cell, (list, tuple, set)):
        return ";".join(sorted(map(str, cell)) if isinstance(cell, set) else map(str, cell))
    if not isinstance(cell, str) and pd.isna(cell):
        return ""
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if isinstance(cell, (int, float, np.number)):
        return _number(float(cell)) if float(cell) == cell else str(cell)
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return f"{value:.{DIGITS}g}"
