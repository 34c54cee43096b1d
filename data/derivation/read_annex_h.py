"""Read Annex H of `eu-jssr-2013` (EU contracts in justice and security, 2007-2013).

    python read_annex_h.py TEXT FOLDER      writes eu_contracts.csv and eu_programmes.csv

In the text of the PDF the cells of the annex stand one below the other, often not in the order of
their rows, and the page breaks are lost. Most rows are still whole: number, title, two dates,
amount, scope, sector, instrument and partner follow one another. Where a row is torn, its pieces
are put back where they fit: a piece that begins with the amount belongs to a row that stops at the
end date. Pieces of the same shape go to the rows that miss that shape in the order of the page.
Where more rows wait than pieces come, nothing is guessed: the cell stays empty and the row says so.

What cannot be found by rule is written down in `annex_h_readings` as it was read, each with its
lines: where pages begin, the cells of the spanning columns that name the decisions, and a few
cells for which the annex's order does not speak but other evidence in the same source does.
"""

import re
from collections import namedtuple
from itertools import pairwise

from annex_h_readings import (
    DECISIONS,
    DOUBTS,
    EMPTY_ROWS,
    FURNITURE,
    OUT_OF_ORDER,
    PAGE_STARTS,
    READINGS,
)
from annex_h_titles import CONTRACT_TITLES, PROGRAMME_TITLES
from common import SOURCE, run

LOCATOR = "Annex H"
LAST_LINE = 9865

#: Columns of the part of the table that has one cell per contract, from left to right.
COLUMNS = (
    "contract",
    "title",
    "start",
    "end",
    "amount",
    "scope",
    "sector_code",
    "instrument",
    "partner_category",
)

Cell = namedtuple("Cell", "kind text line last")
Decision = namedtuple(
    "Decision", "ref place printed ref_lines title_lines amount_line first_contract ground"
)

Cell = namedtuple("Cell", "kind text line last")

SCOPES = {"B": "bilateral", "R": "regional", "T": "trans-regional"}
INSTRUMENTS = {"DCIALA", "EDF", "IFS", "DCIMIGR"}
SECTORS = {"NC", "LJD", "CPB", "RD", "HR", "UD", "GCS", "SSMR", "SALW"}
SECTOR_HALVES = {"GC": "S", "SS": "MR", "SAL": "W"}
PARTNERS = {
    "Private company": ("Private", "company"),
    "Civil society": ("Civil", "society"),
    "Regional organisation": ("Regional", "organisati", "on"),
    "International organisation": ("Internatio", "nal", "organisati", "on"),
    "National government": ("National", "governme", "nt"),
    "EU MS": ("EU MS",),
}
NO_CONTRACT = ("No", "contract", "signed", "up to", "May", "2013")


def spanned_lines():
    """Collect the lines of the columns that span several contracts (zone, decision, title, sum).

    Returns
    -------
    set of int
    """
    taken = set(FURNITURE)
    for decision in DECISIONS:
        taken.update(decision.ref_lines)
        taken.add(decision.amount_line)
        for first, last in decision.title_lines:
            taken.update(range(first, last + 1))
    return taken


ZONE_WORDS = {word for decision in DECISIONS for word in decision.printed.split()} | {
    "Costa Rica",
    "Saint Kitts",
    "and Nevis",
    "Caribbean Region",
}


def match_words(lines, at, words):
    """Whether the lines from `at` on are exactly `words`."""
    return tuple(lines[at : at + len(words)]) == tuple(words)


def cell_at(lines, at):
    """Read one typed cell that begins on line `at`, or None when the line is free text.

    Cells are recognised by their form alone: six digits are a contract number, ``19/12/2`` above
    ``007`` a date.

    Parameters
    ----------
    lines : list of str
    at : int

    Returns
    -------
    Cell or None
    """
    text = lines[at]
    following = lines[at + 1] if at + 1 < len(lines) else ""
    kind, value, last = "", text, at
    if re.fullmatch(r"\d{6}", text):
        kind = "contract"
    elif re.fullmatch(r"\d\d/\d\d/2", text) and re.fullmatch(r"\d{3}", following):
        day, month, year = (text + following).split("/")
        kind, value, last = "date", f"{year}-{month}-{day}", at + 1
    elif re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        kind, value = "amount", text.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(,\d{3})*,\d{2}", text) and re.fullmatch(r"\d", following):
        # One amount is wider than its column and broken before the last digit.
        kind, value, last = "amount", (text + following).replace(",", ""), at + 1
    elif text in SCOPES:
        kind, value = "scope", SCOPES[text]
    elif text in SECTORS:
        kind = "sector_code"
    elif following and SECTOR_HALVES.get(text) == following:
        kind, value, last = "sector_code", text + following, at + 1
    elif text in INSTRUMENTS:
        kind = "instrument"
    elif match_words(lines, at, NO_CONTRACT):
        kind, value, last = "none", "", at + len(NO_CONTRACT) - 1
    else:
        for name, words in PARTNERS.items():
            if match_words(lines, at, words):
                kind, value, last = "partner_category", name, at + len(words) - 1
                break
    return Cell(kind, value, at, last) if kind else None


def cells_of_page(lines, first, last, spanned):
    """List the cells of the contract columns between two lines, in the order of the text.

    Parameters
    ----------
    lines : list of str
    first, last : int
    spanned : set of int
        Lines of the spanning columns, which are passed over.

    Returns
    -------
    list of Cell
        Free text becomes cells of the kind ``title``, a page number one of the kind ``page``.
    """
    cells, text, begin, at = [], [], None, first
    while at <= last + 1:
        inside = at <= last and at not in spanned
        line = lines[at] if inside else ""
        cell = cell_at(lines, at) if line else None
        is_page = bool(re.fullmatch(r"1[5-7]\d", line))
        # The name of a zone within a title ("… Honduras") follows other words; a cell stands alone.
        is_zone = line in ZONE_WORDS and not text
        if text and (not line or cell or is_page or is_zone):
            cells.append(Cell("title", " ".join(text), begin, at - 1))
            text = []
        if cell:
            cells.append(cell)
            at = cell.last
        elif is_page:
            cells.append(Cell("page", line, at, at))
        elif line and not is_zone:
            begin = at if not text else begin
            text.append(line)
        at += 1
    return cells


def date_column(cell, last, following):
    """Tell whether a date is a start or an end.

    The annex lists contracts signed up to May 2013, so a lone later date cannot be a signature.

    Parameters
    ----------
    cell : Cell
    last : int
        Position of the last column of the piece so far, -1 when there is none.
    following : str
        Kind of the next cell.

    Returns
    -------
    str
        ``start`` or ``end``.
    """
    if last == COLUMNS.index("start"):
        return "end"
    if following == "date":
        return "start"
    is_head = 0 <= last < COLUMNS.index("start")
    return "start" if is_head and cell.text < "2013-06-01" else "end"


def follows(column, last):
    """Whether a cell may stand after the column at position `last` in one row without a tear.

    Only dates may be blank inside a row that is not torn.
    """
    place = COLUMNS.index(column)
    between = COLUMNS[last + 1 : place]
    return place > last and set(between) <= {"start", "end"}


def pieces_of_page(cells):
    """Join cells that follow one another in the order of the columns into pieces of rows.

    Parameters
    ----------
    cells : list of Cell

    Returns
    -------
    list of dict
        Each maps column names to cells.
    """
    pieces, last = [{}], -1
    for index, cell in enumerate(cells):
        if cell.kind in ("page", "none"):
            pieces.append({})
            last = -1
            continue
        following = cells[index + 1].kind if index + 1 < len(cells) else ""
        column = date_column(cell, last, following) if cell.kind == "date" else cell.kind
        if pieces[-1] and not follows(column, last):
            pieces.append({})
        pieces[-1][column] = cell
        last = COLUMNS.index(column)
    return [piece for piece in pieces if piece]


def take_readings(lines):
    """Look up the cells of `READINGS` on their lines.

    Parameters
    ----------
    lines : list of str

    Returns
    -------
    dict of str to dict
        Contract number -> column -> cell.

    Raises
    ------
    ValueError
        If a line does not hold a cell of the kind expected: then this is another text.
    """
    found = {}
    for contract, reading in READINGS.items():
        found[contract] = {}
        for column, at in reading.lines.items():
            cell = title_at(lines, at) if column == "title" else cell_at(lines, at)
            kind = "date" if column in ("start", "end") else column
            if cell is None or cell.kind != kind:
                raise ValueError(f"contract {contract}: no {column} on line {at} but {lines[at]!r}")
            found[contract][column] = cell
    return found


def title_at(lines, at):
    """Read free text from line `at` to the next blank line."""
    last = at
    while lines[last + 1]:
        if cell_at(lines, last + 1):
            break
        last += 1
    return Cell("title", " ".join(lines[at : last + 1]), at, last)


def claimed_lines(readings):
    """Collect the lines that the rule must pass over.

    They were read by hand, are in doubt, or are of rows without a contract.
    """
    lines = {
        line
        for cells in readings.values()
        for cell in cells.values()
        for line in range(cell.line, cell.last + 1)
    }
    for doubt in DOUBTS.values():
        lines.update(line + extra for line in doubt.lines for extra in (0, 1))
    for row in EMPTY_ROWS.values():
        lines.update(line + extra for line in row for extra in (0, 1))
    return lines


def fits(row, piece):
    """Whether a piece fills a row where it is torn.

    It does when it begins where the row stops and covers nothing that is there.
    """
    first = next(iter(piece))
    before = COLUMNS.index(first) - 1
    return not set(piece) & set(row) and (before < 0 or COLUMNS[before] in row)


def assemble(pieces, readings):
    """Put the pieces of a page together to rows.

    Parameters
    ----------
    pieces : list of dict
    readings : dict
        From `take_readings`.

    Returns
    -------
    rows : list of dict
        One per contract number: column -> cell; beside them ``torn``, the columns that stood apart.
    left : list of dict
        Pieces for which no row waits.
    """
    rows = [dict(piece) for piece in pieces if "contract" in piece]
    waiting = [piece for piece in pieces if "contract" not in piece]
    for row in rows:
        row.update(readings.get(row["contract"].text, {}))
        row["torn"] = list(readings.get(row["contract"].text, {}))
    again = True
    while again:
        again = False
        for piece in list(waiting):
            row = next((row for row in rows if fits(row, piece)), None)
            if row is None:
                continue
            row.update(piece)
            row["torn"] += list(piece)
            waiting.remove(piece)
            again = True
    return rows, waiting


def continue_titles(rows, left):
    """Hang text that is left over at the foot of a page on to the title of its last row.

    Returns
    -------
    list of dict
        What is left then.
    """
    for piece in list(left):
        if list(piece) == ["title"] and rows:
            row = max(rows, key=lambda row: row["contract"].line)
            row["title"] = row["title"]._replace(text=row["title"].text + " " + piece["title"].text)
            left.remove(piece)
    return left


def read_rows(lines):
    """Read all contract rows.

    Parameters
    ----------
    lines : list of str

    Returns
    -------
    list of dict
        Rows in the order of their numbers in the text, as of `assemble`.

    Raises
    ------
    ValueError
        If a cell is left over, or a row stays incomplete and no doubt explains it.
    """
    readings = take_readings(lines)
    skipped = spanned_lines() | claimed_lines(readings)
    rows = []
    for first, after in pairwise((*PAGE_STARTS, LAST_LINE + 1)):
        pieces = pieces_of_page(cells_of_page(lines, first, after - 1, skipped))
        found, left = assemble(pieces, readings)
        left = continue_titles(found, left)
        if left:
            raise ValueError(f"lines {first} to {after - 1}: no row for {left}")
        for row in found:
            number = row["contract"].text
            open_cells = {"start", "end"} | (DOUBTS[number].columns if number in DOUBTS else set())
            missing = set(COLUMNS) - set(row) - open_cells
            if missing:
                raise ValueError(
                    f"contract {number}: no {sorted(missing)} found and no doubt named"
                )
        rows += found
    return rows


#: Greatest number of words of a printed title that the tables carry over.
TITLE_WORDS = 9

CONTRACT_COLUMNS = (
    "id",
    "contract",
    "decision",
    "programme",
    "title",
    "title_as_printed",
    "place",
    "place_as_printed",
    "amount_eur",
    "start",
    "end",
    "scope",
    "sector_code",
    "instrument",
    "partner_category",
    "source",
    "locator",
    "line",
    "literal",
    "settled",
    "note",
)
PROGRAMME_COLUMNS = (
    "id",
    "decision",
    "programme",
    "title_as_printed",
    "place",
    "place_as_printed",
    "scope",
    "sector_code",
    "instrument",
    "commitment_eur",
    "year",
    "contracts",
    "contracted_eur",
    "source",
    "locator",
    "line",
    "literal",
    "note",
)


def slug(text):
    """Lower-case ascii words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def shortened(title):
    """Cut a printed title to its first words.

    Examples
    --------
    >>> shortened("one two three four five six seven eight nine ten")
    'one two three four five six seven eight nine …'
    """
    words = list(re.finditer(r"\w+", title))
    return title if len(words) <= TITLE_WORDS else title[: words[TITLE_WORDS - 1].end()] + " …"


def assign_decisions(rows):
    """Say of every row to which decision it belongs.

    Rows stand in the order of the decisions, each of which begins with a known contract; the few
    numbers that stand out of order are named in `OUT_OF_ORDER`.

    Parameters
    ----------
    rows : list of dict

    Returns
    -------
    dict of str to Decision
        By contract number.
    """
    by_ref = {decision.ref: decision for decision in DECISIONS}
    by_first = {
        decision.first_contract: decision for decision in DECISIONS if decision.first_contract
    }
    current, result = None, {}
    for row in rows:
        number = row["contract"].text
        if number in OUT_OF_ORDER:
            result[number] = by_ref[OUT_OF_ORDER[number]]
            continue
        current = by_first.get(number, current)
        result[number] = current
    missing = set(by_first) - set(result)
    if missing:
        raise ValueError(f"no row for the first contracts {sorted(missing)}")
    return result


def text_of(row, column):
    """Return the text of a cell, or the empty string."""
    return row[column].text if column in row else ""


def note_on(row):
    """Say how a row was put together and what it lacks.

    Parameters
    ----------
    row : dict

    Returns
    -------
    str
    """
    number = row["contract"].text
    notes = []
    if number in DOUBTS:
        notes.append("not settled: " + DOUBTS[number].ground)
    doubtful = DOUBTS[number].columns if number in DOUBTS else set()
    blank = [column for column in ("start", "end") if column not in row and column not in doubtful]
    if blank:
        notes.append("no " + " and no ".join(blank) + " date printed")
    if row["torn"]:
        words = sorted(row["torn"], key=COLUMNS.index)
        names = ", ".join(word.replace("_code", "").replace("_category", "") for word in words)
        way = "matched by order and shape on the page"
        if number in READINGS:
            way = READINGS[number].ground
        notes.append(f"row torn in the text ({names}): {way}")
    return "; ".join(notes)


def contract_record(row, decision):
    """Make one row of ``eu_contracts.csv``."""
    number = row["contract"].text
    return {
        "id": f"eu-contract.{number}",
        "contract": number,
        "decision": decision.ref,
        "programme": PROGRAMME_TITLES[decision.ref],
        "title": CONTRACT_TITLES[number],
        "title_as_printed": shortened(text_of(row, "title")),
        "place": decision.place,
        "place_as_printed": decision.printed,
        "amount_eur": text_of(row, "amount"),
        "start": text_of(row, "start"),
        "end": text_of(row, "end"),
        "scope": text_of(row, "scope"),
        "sector_code": text_of(row, "sector_code"),
        "instrument": text_of(row, "instrument"),
        "partner_category": slug(text_of(row, "partner_category")),
        "source": SOURCE,
        "locator": LOCATOR,
        "line": row["contract"].line,
        "literal": number,
        "settled": "no" if number in DOUBTS else "yes",
        "note": note_on(row),
    }


def common(values):
    """Join the values of a decision's rows by semicolons, in order and without repeats."""
    return ";".join(dict.fromkeys(value for value in values if value))


def programme_record(lines, decision, contracts):
    """Make one row of ``eu_programmes.csv``.

    Parameters
    ----------
    lines : list of str
    decision : Decision
    contracts : list of dict
        Records of its contracts.

    Returns
    -------
    dict
    """
    reference = "".join(lines[at] for at in decision.ref_lines).replace(" ", "")
    if reference != decision.ref:
        raise ValueError(f"decision {decision.ref}: lines {decision.ref_lines} hold {reference!r}")
    printed = lines[decision.amount_line]
    if not re.fullmatch(r"\d+(\.\d)?", printed):
        raise ValueError(
            f"decision {decision.ref}: no commitment on line {decision.amount_line} but {printed!r}"
        )
    title = " ".join(
        lines[at] for first, last in decision.title_lines for at in range(first, last + 1)
    )
    empty = {"scope": "", "sector_code": "", "instrument": ""}
    if decision.ref in EMPTY_ROWS:
        empty = {
            column: cell_at(lines, at).text
            for column, at in zip(empty, EMPTY_ROWS[decision.ref], strict=True)
        }
    amounts = [contract["amount_eur"] for contract in contracts]
    notes = [decision.ground] if decision.ground else []
    if not contracts:
        notes.append("no contract signed up to May 2013")
    elif "" in amounts:
        notes.append("the sum of its contracts is open: not every amount could be told")
    return {
        "id": f"eu-programme.{slug(decision.ref)}",
        "decision": decision.ref,
        "programme": PROGRAMME_TITLES[decision.ref],
        "title_as_printed": shortened(title),
        "place": decision.place,
        "place_as_printed": decision.printed,
        **{
            column: common([contract[column] for contract in contracts]) or empty[column]
            for column in empty
        },
        "commitment_eur": round(float(printed) * 1_000_000),
        "year": decision.ref.split("/")[1],
        "contracts": len(contracts),
        "contracted_eur": "" if "" in amounts else sum(map(int, amounts)),
        "source": SOURCE,
        "locator": LOCATOR,
        "line": decision.amount_line,
        "literal": printed,
        "note": "; ".join(notes),
    }


def tables(lines):
    """Read the annex.

    Parameters
    ----------
    lines : list of str

    Returns
    -------
    dict of str to tuple
        Table name -> columns and records.
    """
    rows = read_rows(lines)
    decisions = assign_decisions(rows)
    contracts = [contract_record(row, decisions[row["contract"].text]) for row in rows]
    order = [decision.ref for decision in DECISIONS]
    contracts.sort(key=lambda one: order.index(one["decision"]))  # stable within a decision
    programmes = [
        programme_record(lines, decision, [c for c in contracts if c["decision"] == decision.ref])
        for decision in DECISIONS
    ]
    return {
        "eu_contracts": (CONTRACT_COLUMNS, contracts),
        "eu_programmes": (PROGRAMME_COLUMNS, programmes),
    }


if __name__ == "__main__":
    run(tables)
