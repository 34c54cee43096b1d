"""The canonical form of a figure's data: the same bytes for the same values, on every machine."""

import hashlib

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
        geometry as the SHA-256 of its normalised WKB, missing values empty.
    """
    import pandas as pd

    made = {str(name): [_cell(cell) for cell in data[name]] for name in data.columns}
    return pd.DataFrame(made, columns=[str(name) for name in data.columns], dtype=str)


def canonical_csv(data) -> str:
    """Write `tidy` data with its columns and rows sorted, whatever order they came in."""
    cells = tidy(data)
    columns = sorted(cells.columns)
    return _csv(cells[columns].sort_values(columns, kind="stable") if columns else cells)


def readable_csv(data) -> str:
    """Write `tidy` data in the order drawn: the file that readers download."""
    return _csv(tidy(data))


def digest(data) -> str:
    """Hash data's canonical form with SHA-256, in hexadecimal."""
    return hashlib.sha256(canonical_csv(data).encode()).hexdigest()


def _csv(cells) -> str:
    return cells.to_csv(index=False, lineterminator="\n")


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
