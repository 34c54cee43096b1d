"""Read Figure 5.2 and what is left of Figure 5.3 of `eu-jssr-2013`.

    python read_donors.py TEXT FOLDER      writes donor_disbursements.csv and donor_recipients.csv

Figure 5.2 is printed cell by cell, a label and four amounts a row, but under three headings: the
year 2010 was lost at the page break. The amounts are in million US dollars and are scaled here.
Figure 5.3 has lost its labels; only the printed column of numbers is left, and it is written out
without recipients.
"""

import re
from decimal import Decimal

from common import SOURCE, line_that_begins, run

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
KINDS = {"dac-countries": "total", "european-union": "multilateral"}
AMOUNT = re.compile(r"\(?(-?\d+(?:\.\d+)?)\)?")
MILLION = 10**6
DONOR_COLUMNS = (
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
)
RECIPIENT_COLUMNS = (
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
)


def disbursements(lines):
    """Read Figure 5.2.

    Parameters
    ----------
    lines : list of str

    Returns
    -------
    list of dict
        One record a donor and year.

    Raises
    ------
    SystemExit
        When a donor or an amount is lacking.
    """
    here = line_that_begins(lines, "Figure 5.2. Top OECD DAC donors")
    stop = line_that_begins(lines, "Source: Compiled from OECD statistics", here)
    label, seen, records = "", 0, []
    for number in range(line_that_begins(lines, "DAC countries", here), stop):
        text = lines[number]
        amount = AMOUNT.fullmatch(text)
        if text.lstrip("(") in DONORS or text == "DAC countries":
            label, seen = text.lstrip("("), 0
        elif text == "total" and label == "DAC countries":
            label = "DAC countries total"
        elif amount and label in DONORS and seen < len(YEARS):
            records.append(disbursement(label, YEARS[seen], amount[1], text, number))
            seen += 1
    if len(records) != len(YEARS) * len(DONORS):
        raise SystemExit(f"{len(records)} cells read, {len(YEARS) * len(DONORS)} expected")
    return records


def disbursement(label, year, amount, text, line):
    """Make the record of one cell of Figure 5.2."""
    donor = DONORS[label]
    notes = []
    if year == "2010":
        notes.append("heading of this column lost: placed by its position")
    if "(" in text or ")" in text or donor == "european-union":
        notes.append("row in parentheses: not a DAC country, outside the total")
    if amount.startswith("-"):
        notes.append("negative as printed")
    return {
        "id": f"donors.disbursement.{donor}.{year}",
        "donor": donor,
        "donor_label": label,
        "donor_kind": KINDS.get(donor, "country"),
        "year": year,
        "amount": int(Decimal(amount) * MILLION),
        "unit": "usd",
        "source": SOURCE,
        "locator": "Figure 5.2",
        "line": line,
        "literal": amount,
        "status": "corrected" if year == "2010" else "as-printed",
        "note": "; ".join(notes),
    }


def recipients(lines):
    """Write out the numbers left of Figure 5.3.

    Parameters
    ----------
    lines : list of str

    Returns
    -------
    list of dict
        One record a number.
    """
    here = line_that_begins(lines, "Figure 5.3. Top 10")
    stop = line_that_begins(lines, "Source: Compiled from OECD-DAC (2012)", here)
    records = []
    for number in range(line_that_begins(lines, "2000-2010", here) + 1, stop):
        text = lines[number]
        if not re.fullmatch(r"\d+(\.\d+)?", text):
            continue
        position = len(records) + 1
        is_amount = position <= 2
        about = "recipient and period lost; one of twelve numbers that sum to 100"
        if is_amount:
            about = "which recipient and period is lost"
        elif text == "100":
            about = "recipient and period lost; the shares before the last add up to it"
        records.append(
            {
                "id": f"donors.recipient.cell-{position:02d}",
                "position": position,
                "block": "amounts" if is_amount else "shares",
                "recipient": "",
                "value": text,
                "unit": "" if is_amount else "percent",
                "source": SOURCE,
                "locator": "Figure 5.3",
                "line": number,
                "literal": text,
                "status": "unsettled",
                "note": about,
            }
        )
    return records


def tables(lines):
    """Read both figures.

    Parameters
    ----------
    lines : list of str

    Returns
    -------
    dict of str to tuple
        Table name -> columns and records.
    """
    return {
        "donor_disbursements": (DONOR_COLUMNS, disbursements(lines)),
        "donor_recipients": (RECIPIENT_COLUMNS, recipients(lines)),
    }


if __name__ == "__main__":
    run(tables)
