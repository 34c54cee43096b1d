"""What an author is told by ``book check data``."""

import pytest

from tests.conftest import take

HOLD = " tables hold to their contract and to each other.\n"


@pytest.fixture
def project(tmp_path):
    """The real tables, to be broken: as much of the project as the command looks at."""
    return take(("_config.yml", "src", "data", "chapters/references.bib"), tmp_path / "book")


def test_tables_that_agree_are_counted(project):
    ran = project.book("check", "data")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.endswith(HOLD)


def test_sums_that_no_longer_hold_are_told(project):
    project.edit(
        "data/thesis-2022/prison_riots.csv", "turi-prison,cuenca,34,", "turi-prison,cuenca,35,"
    )
    project.edit("data/relations.csv", "capacity.2021-02`,0,", "capacity.2021-02` - 1,0,")
    ran = project.book("check", "data")
    assert (ran.returncode, ran.stdout) == (1, "")
    mend = "Mend the data, or add a discrepancy that explains it."
    assert set(ran.stderr.splitlines()) == {
        "3 problems:",
        "- data/relations.csv, row 2: Population less capacity is the overcrowding stated "
        f"(prisons.overcrowding): found 8,795, expected 8,796. {mend}",
        "- data/thesis-2022/prison_riots.csv, data/observations.csv: The four prisons add up to "
        f"the deaths of the riots (tables.prison-riots): found 80, expected 79. {mend}",
        "- data/observations.csv: Rows that repeat an observation print the same value, line and "
        "literal (tables.repeated-observations): found 1 against it, "
        f"prison_riots prisons.deaths.2021-02.turi; expected none. {mend}",
    }


def test_cells_are_held_to_the_contract_before_tables_to_each_other(project):
    project.edit(
        "data/thesis-2022/prison_riots.csv", "turi-prison,cuenca,34,", "turi-prison,cuenca,many,"
    )
    ran = project.book("check", "data")
    assert ran.returncode == 1
    assert ran.stderr.startswith(
        "1 problem:\n- data/thesis-2022/prison_riots.csv, row 2, field deaths: found"
    )


def test_a_table_that_is_lost_is_told(project):
    project.edit("data/datapackage.json", '"name": "prison_riots"', '"name": "riots"')
    ran = project.book("check", "data")
    assert ran.returncode == 1
    assert "table 'prison_riots': not in data/datapackage.json." in ran.stderr


def test_a_book_without_relations_has_none_to_hold(small_book):
    ran = small_book.book("check", "data")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.endswith(HOLD)
