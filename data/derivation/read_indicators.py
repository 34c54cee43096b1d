"""Read Annexes F and G of `eu-jssr-2013`, indicators of crime, governance and justice by country.

    python read_indicators.py TEXT FOLDER      writes country_indicators.csv

In the text every cell of the two tables stands on a line of its own, row by row, and some rows are
broken. The reader walks the lines: a line that is a known country label opens a row, the numbers
and dashes after it are its cells, and a row is taken over only when it has as many cells as the
table has columns and every cell can stand in its column. Whatever fails is written out as
`unsettled`: its token stays in `value_text`, its `value` stays empty. Anything unforeseen stops the
run.
"""

import re
from collections import namedtuple

from common import SOURCE, line_that_begins, run

Column = namedtuple("Column", "indicator label unit year about")
Cell = namedtuple("Cell", "token line")

FIELDS = (
    "id",
    "annex",
    "indicator",
    "indicator_label",
    "country",
    "year",
    "value",
    "value_text",
    "unit",
    "source",
    "locator",
    "line",
    "literal",
    "status",
    "note",
)
LATEST = "2011 or most recent year"
WGI = "World Bank governance estimate; the notes that the heading refers to are lost"
COLUMNS = {
    "F": [
        Column("homicide-rate", "Homicides", "per-100000", "2011", f"{LATEST}; UNODC and OAS"),
        Column("rule-of-law", "Rule of law estimate", "index", "2011", f"{LATEST}; {WGI}"),
        Column("control-of-corruption", "Control of corruption estimate", "index", "2011", WGI),
        Column(
            "government-effectiveness", "Government effectiveness estimate", "index", "2011", WGI
        ),
        Column(
            "political-stability",
            "Political stability and absence of violence",
            "index",
            "2011",
            WGI,
        ),
    ],
    "G": [
        Column("prisoners-rate", "People held in prison", "per-100000", "2011", "OAS"),
        Column("police-rate", "Police", "per-100000", "2011", "OAS"),
        Column("private-security-rate", "Private security", "per-100000", "2010", "OAS"),
        Column(
            "private-security-companies", "Private security companies", "companies", "2011", "OAS"
        ),
        Column(
            "prison-occupancy",
            "Prison occupancy relative to capacity",
            "percent",
            "2010",
            "OAS; 100 means full",
        ),
        Column("prosecutors-rate", "Prosecutors", "per-100000", "2010", "OAS"),
        Column("judges-rate", "Judges or magistrates", "per-100000", "2010", "OAS"),
    ],
}
LABELS = {
    "Latin America & Caribbean": "latin-america-and-caribbean",
    "OECD": "oecd",
    "World": "world",
    "Bahamas": "bahamas",
    "Barbados": "barbados",
    "Cuba": "cuba",
    "DR": "dominican-republic",
    "Haiti": "haiti",
    "Jamaica": "jamaica",
    "Trinidad and Tobago": "trinidad-and-tobago",
    "Belize": "belize",
    "Costa Rica": "costa-rica",
    "El Salvador": "el-salvador",
    "Guatemala": "guatemala",
    "Honduras": "honduras",
    "Mexico": "mexico",
    "Nicaragua": "nicaragua",
    "Panama": "panama",
    "Argentina": "argentina",
    "Bolivia": "bolivia",
    "Brazil": "brazil",
    "Chile": "chile",
    "Colombia": "colombia",
    "Ecuador": "ecuador",
    "Guyana": "guyana",
    "Paraguay": "paraguay",
    "Peru": "peru",
    "Suriname": "suriname",
    "Uruguay": "uruguay",
    "Venezuela": "venezuela",
}
SPLIT = {
    ("Latin", "America &", "Caribbean"): "Latin America & Caribbean",
    ("Trinidad and", "Tobago"): "Trinidad and Tobago",
}
REGIONS = {
    "South",
    "Central",
    "America",
    "Caribbean",
}  # row-group headings, displaced by the page breaks
AGGREGATES = ["latin-america-and-caribbean", "oecd", "world"]  # rows with a homicide rate only
COUNTRIES = [place for place in LABELS.values() if place not in AGGREGATES]
CELL = re.compile(r"-?\d+([.,]\d+)?|---")
# Values that parse but cannot be vouched for: (annex, indicator, country) -> why
DISPUTED = {
    ("G", "prisoners-rate", "bahamas"): "twice and more any other row of this column",
    ("G", "private-security-rate", "bolivia"): "under a thirtieth of the next lowest",
    ("G", "judges-rate", "trinidad-and-tobago"): "far above the rest of this column",
    ("G", "judges-rate", "chile"): "far above the rest of this column",
}


def items(lines, first, last):
    """Yield what the lines hold: ``("label", text, line)`` or ``("cell", text, line)``.

    Raises
    ------
    SystemExit
        At a line that is neither a country, a region nor a cell.
    """
    number = first
    while number <= last:
        text = lines[number]
        for parts, whole in SPLIT.items():
            if tuple(lines[number : number + len(parts)]) == parts:
                yield "label", whole, number
                number += len(parts)
                break
        else:
            if text in LABELS:
                yield "label", text, number
            elif CELL.fullmatch(text):
                yield "cell", text, number
            elif text and text not in REGIONS:
                raise SystemExit(f"line {number}: {text!r} is no country, region or cell")
            number += 1


def groups(stream):
    """Collect pairs of the labels that stand together and the cells after them.

    Returns
    -------
    list of tuple
        Labels and cells, both as `Cell`.
    """
    found = [([], [])]
    for kind, text, line in stream:
        if kind == "label" and found[-1][1]:
            found.append(([], []))
        found[-1][0 if kind == "label" else 1].append(Cell(text, line))
    return found


def number_of(token, unit):
    """Return the value of a printed cell as a plain decimal, and its status.

    A dot in a count parts thousands.
    """
    if unit == "companies" and re.fullmatch(r"\d\.\d{3}", token):
        return token.replace(".", ""), "corrected"
    return token.replace(",", "."), "as-printed"


def record(annex, column, cell, **known):
    """Make one row of the table.

    Parameters
    ----------
    annex : str
    column : Column
    cell : Cell
    **known
        ``country`` (empty for a row without a label, which is then named by ``row``), ``status``,
        ``value``, ``note`` and ``literal``, where it is not the token.
    """
    country = known.get("country", "")
    return {
        "id": f"annex-{annex.lower()}.{column.indicator}.{country or known['row']}",
        "annex": annex,
        "indicator": column.indicator,
        "indicator_label": column.label,
        "country": country,
        "year": column.year,
        "value": known.get("value", ""),
        "value_text": cell.token,
        "unit": column.unit,
        "source": SOURCE,
        "locator": f"Annex {annex}",
        "line": cell.line,
        "literal": known.get("literal", cell.token),
        "status": known["status"],
        "note": "; ".join(part for part in (column.about, known.get("note")) if part),
    }


def settled(annex, country, cells, note=""):
    """Yield the rows of a whole table row: all unsettled when a cell cannot stand in its column."""
    columns = COLUMNS[annex]
    slipped = any(
        column.unit == "companies" and "," in cell.token
        for column, cell in zip(columns, cells, strict=True)
    )
    for column, cell in zip(columns, cells, strict=True):
        known = {"country": country, "note": note}
        if slipped:
            known["status"] = "unsettled"
            known["note"] = (
                "row slipped: a fraction stands where companies are counted; token at its printed "
                "place"
            )
        elif cell.token == "---":
            known["status"] = "missing"
        else:
            known["value"], known["status"] = number_of(cell.token, column.unit)
            remark = "dot parts thousands" if known["status"] == "corrected" else ""
            if why := DISPUTED.get((annex, column.indicator, country)):
                remark, known["status"] = remark or why, "disputed"
            known["note"] = "; ".join(part for part in (note, remark) if part)
        yield record(annex, column, cell, **known)


def nothing(annex, columns, label, status, note):
    """Yield rows for cells of which no token can be named: the literal is the country's label."""
    literal = label.token.split(" and ")[0]
    if label.token == "Latin America & Caribbean":
        literal = "Latin"
    for column in columns:
        yield record(
            annex,
            column,
            Cell("", label.line),
            country=LABELS[label.token],
            status=status,
            note=note,
            literal=literal,
        )


def unsettled(columns, cells, **known):
    """Yield rows of Annex G for cells that stand in too short a row, each at its printed place."""
    width = len(COLUMNS["G"])
    told = f"{len(cells)} cells for {width} columns; token at its printed place"
    before = known.pop("note", "")
    for column, cell in zip(columns, cells, strict=False):
        yield record("G", column, cell, status="unsettled", note=before + told, **known)


def annex_f(lines):
    """Yield the rows of Annex F.

    Raises
    ------
    SystemExit
        When a row has another number of cells than the table has columns.
    """
    begin, end = line_that_begins(lines, "Annex F -"), line_that_begins(lines, "Annex G -")
    first = line_that_begins(lines, "OECD", begin) - 3
    columns = COLUMNS["F"]
    for labels, found in groups(items(lines, first, end - 1)):
        places = [LABELS[label.token] for label in labels]
        if places[0] in AGGREGATES and len(found) == len(places):
            yield from aggregates(labels, found)
            continue
        cells = found
        if places == ["venezuela"] and len(cells) == len(columns) + 1 and cells[-1].token.isdigit():
            cells = cells[:-1]  # the page number under the last row
        if len(places) != 1 or len(cells) != len(columns):
            raise SystemExit(f"Annex F, {places}: {len(cells)} cells")
        yield from settled("F", places[0], cells)


def aggregates(labels, cells):
    """Yield the rows of the region, the OECD and the world, which have a homicide rate only."""
    rate, *others = COLUMNS["F"]
    note = "" if len(labels) == 1 else "label and value apart on the page, taken in order"
    for label, cell in zip(labels, cells, strict=True):
        value, status = number_of(cell.token, rate.unit)
        country = LABELS[label.token]
        yield record("F", rate, cell, country=country, status=status, value=value, note=note)
        yield from nothing("F", others, label, "missing", "no cell printed")


def annex_g(lines):
    """Yield the rows of Annex G."""
    begin, end = line_that_begins(lines, "Annex G -"), line_that_begins(lines, "Annex H -")
    columns = COLUMNS["G"]
    width = len(columns)
    spare = 0
    first = line_that_begins(lines, "Bahamas", begin)
    for labels, cells in groups(items(lines, first, end - 1)):
        *crowd, label = labels
        for other in crowd:
            note = "no row of cells can be tied to this label; see the rows without a country"
            yield from nothing("G", columns, other, "unsettled", note)
        mine, rest = cells[:width], cells[width:]
        if len(mine) == width:
            note = "label stands in a block of four; the cells that follow it are taken as its row"
            yield from settled("G", LABELS[label.token], mine, note if crowd else "")
        else:
            yield from unsettled(columns, mine, country=LABELS[label.token])
            note = f"{len(mine)} cells for {width} columns"
            yield from nothing("G", columns[len(mine) :], label, "unsettled", note)
        while rest:
            mine, rest, spare = rest[:width], rest[width:], spare + 1
            note = "row without a label, of Cuba, the Dominican Republic, Haiti or Jamaica; "
            yield from unsettled(columns, mine, row=f"unassigned-{spare}", note=note)


def tables(lines):
    """Read both annexes.

    Parameters
    ----------
    lines : list of str

    Returns
    -------
    dict of str to tuple
        Table name -> columns and records.

    Raises
    ------
    SystemExit
        When a country is absent or doubled.
    """
    records = [*annex_f(lines), *annex_g(lines)]
    for annex, columns in COLUMNS.items():
        expected = sorted(COUNTRIES + (AGGREGATES if annex == "F" else []))
        for column in columns:
            seen = sorted(
                one["country"]
                for one in records
                if (one["annex"], one["indicator"]) == (annex, column.indicator) and one["country"]
            )
            if seen != expected:
                raise SystemExit(
                    f"Annex {annex}, {column.indicator}: a country is absent or doubled: {seen}"
                )
    return {"country_indicators": (FIELDS, records)}


if __name__ == "__main__":
    run(tables)
