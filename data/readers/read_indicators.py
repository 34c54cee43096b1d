#!/usr/bin/env python3
"""Read Annexes F and G of the 2013 assessment (eu-jssr-2013) into country_indicators.csv.

    python read_indicators.py SOURCE.txt [OUTPUT.csv]      (standard output without OUTPUT)

The converter printed every cell of the two tables on a line of its own, row by row, and broke some rows.
The reader walks the lines: a line that is a known country label opens a row, the numbers and dashes after it
are its cells, and a row is taken over only when it has as many cells as the table has columns and every
cell can stand in its column.  Whatever fails is written out as `unsettled`: its token stays in `value_text`,
its `value` stays empty.  Anything unforeseen stops the run.  Same text, same bytes.
"""

import csv
import re
import sys

SOURCE = "eu-jssr-2013"
FIELDS = [
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
]
LATEST = "2011 or most recent year"
WGI = "World Bank governance estimate; the notes that the heading refers to are lost"
# indicator, label, unit, year, note from the column heading
COLUMNS = {
    "F": [
        ("homicide-rate", "Homicides", "per-100000", "2011", LATEST + "; UNODC and OAS"),
        ("rule-of-law", "Rule of law estimate", "index", "2011", LATEST + "; " + WGI),
        ("control-of-corruption", "Control of corruption estimate", "index", "2011", WGI),
        ("government-effectiveness", "Government effectiveness estimate", "index", "2011", WGI),
        (
            "political-stability",
            "Political stability and absence of violence",
            "index",
            "2011",
            WGI,
        ),
    ],
    "G": [
        ("prisoners-rate", "People held in prison", "per-100000", "2011", "OAS"),
        ("police-rate", "Police", "per-100000", "2011", "OAS"),
        ("private-security-rate", "Private security", "per-100000", "2010", "OAS"),
        ("private-security-companies", "Private security companies", "companies", "2011", "OAS"),
        (
            "prison-occupancy",
            "Prison occupancy relative to capacity",
            "percent",
            "2010",
            "OAS; 100 means full",
        ),
        ("prosecutors-rate", "Prosecutors", "per-100000", "2010", "OAS"),
        ("judges-rate", "Judges or magistrates", "per-100000", "2010", "OAS"),
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
    (
        "G",
        "private-security-rate",
        "bolivia",
    ): "under a thirtieth of the next lowest of this column",
    ("G", "judges-rate", "trinidad-and-tobago"): "far above the rest of this column",
    ("G", "judges-rate", "chile"): "far above the rest of this column",
}


def items(lines, first, last):
    """Yield ("label", text, line) and ("cell", text, line) for the lines first..last (1-based, inclusive)."""
    number = first
    while number <= last:
        text = lines[number - 1].strip()
        for parts, whole in SPLIT.items():
            if tuple(line.strip() for line in lines[number - 1 : number - 1 + len(parts)]) == parts:
                yield "label", whole, number
                number += len(parts)
                break
        else:
            if text in LABELS:
                yield "label", text, number
            elif CELL.fullmatch(text):
                yield "cell", text, number
            elif text and text not in REGIONS:
                raise SystemExit(
                    f"line {number}: {text!r} is neither a country, a region nor a cell"
                )
            number += 1


def find(lines, start, first=1):
    """Return the 1-based number of the first line, from `first` on, that begins with `start`."""
    for number in range(first, len(lines) + 1):
        if lines[number - 1].strip().startswith(start):
            return number
    raise SystemExit(f"no line begins with {start!r}")


def number_of(token, unit):
    """Return (value as a plain decimal, status) for a printed cell; a dot in a count parts thousands."""
    if unit == "companies" and re.fullmatch(r"\d\.\d{3}", token):
        return token.replace(".", ""), "corrected"
    return token.replace(",", "."), "as-printed"


def row(annex, column, country, token, line, status, value="", note="", label=None):
    indicator, name, unit, year, about = column
    return {
        "id": f"annex-{annex.lower()}.{indicator}.{country or label}",
        "annex": annex,
        "indicator": indicator,
        "indicator_label": name,
        "country": country,
        "year": year,
        "value": value,
        "value_text": token,
        "unit": unit,
        "source": SOURCE,
        "locator": f"Annex {annex}",
        "line": line,
        "literal": token,
        "status": status,
        "note": "; ".join(part for part in (about, note) if part),
    }


def settled(annex, country, cells, note=""):
    """Rows of a whole table row; `unsettled` all of them when a cell cannot stand in its column."""
    columns = COLUMNS[annex]
    wrong = [
        column[0]
        for column, (token, _) in zip(columns, cells)
        if column[2] == "companies" and token != "---" and "," in token
    ]
    for column, (token, line) in zip(columns, cells):
        if wrong:
            yield row(
                annex,
                column,
                country,
                token,
                line,
                "unsettled",
                note="row slipped: a fraction stands where companies are counted; token at its printed place",
            )
        elif token == "---":
            yield row(annex, column, country, token, line, "missing", note=note)
        else:
            value, status = number_of(token, column[2])
            why = DISPUTED.get((annex, column[0], country), "")
            remark = "dot parts thousands" if status == "corrected" else why
            yield row(
                annex,
                column,
                country,
                token,
                line,
                "disputed" if why else status,
                value,
                "; ".join(part for part in (note, remark) if part),
            )


def nothing(annex, columns, country, label, line, status, note):
    """Rows for cells of which no token can be named; the literal is then the country's label."""
    for column in columns:
        made = row(annex, column, country, "", line, status, note=note)
        made["literal"] = (
            label.split(" and ")[0] if label != "Latin America & Caribbean" else "Latin"
        )
        yield made


def groups(stream):
    """Collect the stream into [[labels], [cells]] pairs: labels that stand together, then the cells after them."""
    out = [[[], []]]
    for kind, text, line in stream:
        if kind == "label":
            if out[-1][1]:
                out.append([[], []])
            out[-1][0].append((text, line))
        else:
            out[-1][1].append((text, line))
    return out


def annex_f(lines):
    begin, end = find(lines, "Annex F -"), find(lines, "Annex G -")
    first = find(lines, "OECD", begin) - 3
    columns = COLUMNS["F"]
    for labels, cells in groups(items(lines, first, end - 1)):
        places = [LABELS[text] for text, _ in labels]
        if places[0] in AGGREGATES:
            if len(cells) != len(places):
                raise SystemExit(f"Annex F, {labels}: {len(cells)} cells")
            for (label, line), place, (token, at) in zip(labels, places, cells):
                remark = (
                    "" if len(places) == 1 else "label and value apart on the page, taken in order"
                )
                yield row(
                    "F", columns[0], place, token, at, "as-printed", token.replace(",", "."), remark
                )
                yield from nothing(
                    "F", columns[1:], place, label, line, "missing", "no cell printed"
                )
            continue
        if (
            len(places) == 1
            and len(cells) == len(columns) + 1
            and cells[-1][0].isdigit()
            and places[0] == "venezuela"
        ):
            cells = cells[:-1]  # the page number under the last row
        if len(places) != 1 or len(cells) != len(columns):
            raise SystemExit(f"Annex F, {labels}: {len(cells)} cells")
        yield from settled("F", places[0], cells)


def annex_g(lines):
    begin, end = find(lines, "Annex G -"), find(lines, "Annex H -")
    columns = COLUMNS["G"]
    width = len(columns)
    spare = 0
    for labels, cells in groups(items(lines, find(lines, "Bahamas", begin), end - 1)):
        *crowd, (label, line) = labels
        for name, at in crowd:
            yield from nothing(
                "G",
                columns,
                LABELS[name],
                name,
                at,
                "unsettled",
                "no row of cells can be tied to this label; see the rows without a country",
            )
        place = LABELS[label]
        mine, rest = cells[:width], cells[width:]
        remark = (
            "label stands in a block of four; the cells that follow it are taken as its row"
            if crowd
            else ""
        )
        if len(mine) == width:
            yield from settled("G", place, mine, remark)
        else:
            for column, (token, at) in zip(columns, mine):
                yield row(
                    "G",
                    column,
                    place,
                    token,
                    at,
                    "unsettled",
                    note=f"{len(mine)} cells for {width} columns; token at its printed place",
                )
            yield from nothing(
                "G",
                columns[len(mine) :],
                place,
                label,
                line,
                "unsettled",
                f"{len(mine)} cells for {width} columns",
            )
        while rest:
            mine, rest, spare = rest[:width], rest[width:], spare + 1
            for column, (token, at) in zip(columns, mine):
                yield row(
                    "G",
                    column,
                    "",
                    token,
                    at,
                    "unsettled",
                    label=f"unassigned-{spare}",
                    note="row without a label, of Cuba, the Dominican Republic, Haiti or Jamaica; "
                    f"{len(mine)} cells for {width} columns; token at its printed place",
                )


def main(source, output=None):
    with open(source, encoding="utf-8") as file:
        lines = file.read().split("\n")
    rows = [*annex_f(lines), *annex_g(lines)]
    for annex in "FG":
        for column in COLUMNS[annex]:
            seen = sorted(
                r["country"]
                for r in rows
                if r["annex"] == annex and r["indicator"] == column[0] and r["country"]
            )
            if seen != sorted(COUNTRIES + (AGGREGATES if annex == "F" else [])):
                raise SystemExit(
                    f"Annex {annex}, {column[0]}: a country is absent or doubled: {seen}"
                )
    handle = open(output, "w", encoding="utf-8", newline="") if output else sys.stdout
    writer = csv.DictWriter(handle, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    if output:
        handle.close()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
