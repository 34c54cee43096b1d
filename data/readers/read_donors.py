#!/usr/bin/env python3
"""Read Figure 5.2 and what is left of Figure 5.3 of eu-jssr-2013.

    python read_donors.py SOURCE.txt FOLDER     writes donor_disbursements.csv and donor_recipients.csv into FOLDER

Figure 5.2 is printed cell by cell, a label and four amounts a row, but three year headings: 2010 was lost at the page break.
Figure 5.3 has lost its labels; only the printed column of numbers is left, and it is written out without recipients.
"""

import csv
import re
import sys

SOURCE = "eu-jssr-2013"
YEARS = ["2008", "2009", "2010", "2011"]
DONORS = {
    "DAC countries total": "dac-countries",
    "USA": "united-states",
    "EU Institutions": "european-union",
    "Germany": "germany",
    "France": "france",
    "Spain": "spain",
    "Canada": "canada",
    "Japan": "japan",
    "Norway": "norway",
    "Netherlands": "netherlands",
    "Switzerland": "switzerland",
    "UK": "united-kingdom",
    "Sweden": "sweden",
    "Belgium": "belgium",
    "Denmark": "denmark",
    "Finland": "finland",
    "Italy": "italy",
    "Korea": "south-korea",
    "Australia": "australia",
    "Luxembourg": "luxembourg",
    "Austria": "austria",
    "Ireland": "ireland",
    "Portugal": "portugal",
    "New Zealand": "new-zealand",
    "Greece": "greece",
    "Iceland": "iceland",
}
AMOUNT = re.compile(r"\(?(-?\d+(?:\.\d+)?)\)?")
FIELDS = [
    "id",
    "donor",
    "donor_label",
    "donor_kind",
    "year",
    "amount",
    "unit",
    "source",
    "locator",
    "line",
    "literal",
    "status",
    "note",
]
FIELDS_RECIPIENTS = [
    "id",
    "position",
    "block",
    "recipient",
    "value",
    "unit",
    "source",
    "locator",
    "line",
    "literal",
    "status",
    "note",
]


def start_of(lines, text, after=0):
    return next(n for n in range(after, len(lines)) if lines[n].strip().startswith(text))


def disbursements(lines):
    here = start_of(lines, "Figure 5.2. Top OECD DAC donors")
    stop = start_of(lines, "Source: Compiled from OECD statistics", here)
    label, cells, rows = "", [], []
    for n in range(start_of(lines, "DAC countries", here), stop):
        text = lines[n].strip()
        amount = AMOUNT.fullmatch(text)
        if text.lstrip("(") in DONORS or text == "DAC countries":
            label, cells = text.lstrip("("), []
        elif text == "total" and label == "DAC countries":
            label = "DAC countries total"
        elif amount and label in DONORS and len(cells) < 4:
            year = YEARS[len(cells)]
            cells.append(text)
            donor = DONORS[label]
            notes = []
            if year == "2010":
                notes.append("heading of this column lost: placed by its position")
            if "(" in lines[n] or ")" in lines[n] or donor == "european-union":
                notes.append("row in parentheses: not a DAC country, outside the total")
            if amount[1].startswith("-"):
                notes.append("negative as printed")
            kind = (
                "total"
                if donor == "dac-countries"
                else "multilateral"
                if donor == "european-union"
                else "country"
            )
            rows.append(
                {
                    "id": f"donors.disbursement.{donor}.{year}",
                    "donor": donor,
                    "donor_label": label,
                    "donor_kind": kind,
                    "year": year,
                    "amount": amount[1],
                    "unit": "usd-millions",
                    "source": SOURCE,
                    "locator": "Figure 5.2",
                    "line": n + 1,
                    "literal": amount[1],
                    "status": "corrected" if year == "2010" else "as-printed",
                    "note": "; ".join(notes),
                }
            )
    if len(rows) != 4 * len(DONORS):
        raise SystemExit(f"{len(rows)} cells read, {4 * len(DONORS)} expected")
    return rows


def recipients(lines):
    here = start_of(lines, "Figure 5.3. Top 10")
    stop = start_of(lines, "Source: Compiled from OECD-DAC (2012)", here)
    rows = []
    for n in range(start_of(lines, "2000-2010", here) + 1, stop):
        text = lines[n].strip()
        if re.fullmatch(r"\d+(\.\d+)?", text):
            position = len(rows) + 1
            block = "amounts" if position <= 2 else "shares"
            about = (
                "which recipient and period is lost"
                if position <= 2
                else "recipient and period lost; the shares before the last add up to it"
                if text == "100"
                else "recipient and period lost; one of twelve numbers that sum to 100"
            )
            rows.append(
                {
                    "id": f"donors.recipient.cell-{position:02d}",
                    "position": position,
                    "block": block,
                    "recipient": "",
                    "value": text,
                    "unit": "" if block == "amounts" else "percent",
                    "source": SOURCE,
                    "locator": "Figure 5.3",
                    "line": n + 1,
                    "literal": text,
                    "status": "unsettled",
                    "note": about,
                }
            )
    return rows


def write(path, fields, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as text_file:
        text_lines = text_file.read().split("\n")
    write(f"{sys.argv[2]}/donor_disbursements.csv", FIELDS, disbursements(text_lines))
    write(f"{sys.argv[2]}/donor_recipients.csv", FIELDS_RECIPIENTS, recipients(text_lines))
