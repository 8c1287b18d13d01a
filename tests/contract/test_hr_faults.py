"""The console words each fault of an HR export, with what enrollment says about it, and each column."""

import ast
from pathlib import Path
from string import Formatter

from services.console.wording.hr_files import HR_COLUMNS, HR_FAULTS
from services.enrollment.domain.row_faults import HrFault
from services.enrollment.domain.rows import COLUMNS, OPTIONAL

DOMAIN = Path(__file__).parents[2] / "services" / "enrollment" / "domain"


def faults_made():
    """Yield the code and the names of the parameters of each fault that enrollment makes."""
    for file in DOMAIN.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BadCell":
                yield HrFault[node.args[0].attr], {each.arg for each in node.keywords}


def test_words_name_what_each_fault_has():
    made = list(faults_made())
    assert {code for code, _ in made} == set(HrFault)
    for code, params in made:
        named = {name for _, name, _, _ in Formatter().parse(HR_FAULTS[code]) if name}
        assert named <= params, code


def test_each_column_is_explained():
    assert tuple(HR_COLUMNS) == (*COLUMNS, *OPTIONAL)
