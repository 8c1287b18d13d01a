"""Every page is in an index, and every link of a document leads somewhere."""

import re
from pathlib import Path

import pytest

from services.enrollment.domain.rows import COLUMNS, OPTIONAL
from services.matching.domain.eligibility.rules import RULES
from shared.runtime.caller import CallerRole

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
DOCUMENTS = [*PROJECT.glob("*.md"), *DOCS.rglob("*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ANCHOR = re.compile(r"\]\(([^)#\s:]*\.md|)#([^)]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links(path: Path) -> set[Path]:
    targets = LINK.findall(path.read_text())
    return {
        (path.parent / link).resolve()
        for link in targets
        if "://" not in link and not link.startswith("mailto:")
    }


def test_every_page_is_in_the_index():
    pages = {page for page in DOCS.glob("*.md") if page.name != "README.md"}
    assert pages <= links(DOCS / "README.md")


def test_every_decision_is_in_its_index_with_status_and_date():
    index = DOCS / "adr" / "README.md"
    decisions = set((DOCS / "adr").glob("0*.md"))
    assert decisions == {path for path in links(index) if path.parent == index.parent}
    rows = [line for line in index.read_text().splitlines() if re.match(r"\| \d", line)]
    assert len(rows) == len(decisions)
    assert all(re.search(r"\| (accepted|replaced by \d+) \| \d{4}-\d\d-\d\d \|$", row) for row in rows)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_links_lead_somewhere(path):
    assert {link for link in links(path) if not link.exists()} == set()


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and the site make them."""
    titles = (re.sub(r"[^\w\s-]", "", title).strip().lower() for title in HEADING.findall(path.read_text()))
    return {title.replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_links_into_a_page_lead_to_one_of_its_headings(path):
    for target, anchor in ANCHOR.findall(path.read_text()):
        assert anchor in anchors(path.parent / target if target else path), (target, anchor)


def test_the_architecture_names_files_that_exist():
    text = (DOCS / "architecture.md").read_text()
    files = r"`((?:shared|services|tests)/[^`]*\.(?:py|html|json|txt))`"
    named = set(re.findall(files, text)) - {"services/NAME/store.py"}
    assert len(named) > 20
    assert {name for name in named if not (PROJECT / name).exists()} == set()


def test_operating_names_every_role_of_a_token():
    row = re.search(r"^\| `roles` \| (.*) \|$", (DOCS / "operating.md").read_text(), re.MULTILINE)
    assert row
    assert re.findall(r"`([^`]+)`", row[1]) == list(CallerRole)


def test_the_rules_of_matching_and_the_columns_of_imports_are_described():
    tables = re.findall(r"^\| (`.*`) \|", (DOCS / "matching.md").read_text(), re.MULTILINE)
    assert set(RULES) <= {name for cell in tables for name in re.findall(r"`([^`]+)`", cell)}
    operating = (DOCS / "operating.md").read_text()
    columns = re.findall(r"`(\w+)`", operating.partition("* **Columns**")[2].partition("* **")[0])
    assert columns == [*COLUMNS, *OPTIONAL]


def test_every_promise_of_security_has_a_test_that_exists():
    text = (DOCS / "security.md").read_text()
    named = set(re.findall(r"`(tests/[^`]*)`", text))
    assert len(named) > 20
    assert {name for name in named if not (PROJECT / name).exists()} == set()
