from io import StringIO

import pytest
from rich.console import Console

from demo.programme import leavers
from demo.run import main
from simulation.chance import Chance
from simulation.sample import make_company, to_csv, write_sample


def test_the_export_is_the_sample():
    out = StringIO(newline="")
    write_sample(out, people=60, seed=3)
    assert to_csv(make_company(60, 3)) == out.getvalue()


def test_leavers_are_few_and_manage_nobody():
    company = make_company(2000, 7)
    gone = leavers(company, Chance(7))
    assert 10 < len(gone) < 50
    assert gone.isdisjoint(person.manager_id for person in company)


@pytest.mark.parametrize(
    ("options", "name"),
    [({"people": 3}, "--people"), ({"months": 0}, "--months"), ({"months": 25}, "--months")],
)
def test_a_run_that_makes_no_sense_is_refused_by_the_name_of_its_option(options, name, tmp_path):
    out = StringIO()
    assert main(**options, root=tmp_path, build=tmp_path, console=Console(file=out)) == 2
    assert name in out.getvalue()
    assert not list(tmp_path.iterdir())
