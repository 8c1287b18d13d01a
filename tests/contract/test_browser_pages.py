"""Every page of the console is opened by a test in the browser, where axe checks it."""

import ast
import re
from pathlib import Path

import pytest

from services.console.pages import ROUTERS
from shared.service.documented_callers import routes_of
from tests.browser import test_every_page as every_page

BROWSER = Path(__file__).resolve().parents[1] / "browser"
NOT_HTML = re.compile(r"^/(static/|\.well-known/)|/live$|\.(svg|pdf|csv)$|/certificates/\{certificate_id\}$")
BY_A_CLICK = {
    "/mine/{programme_id}/circles/{circle_id}/departure": ("test_circles.py", "to-be-left"),
    "/programmes/{programme_id}/set-up/open": ("test_participants.py", "set-up-open"),
    "/task/{secret}": ("test_by_mail.py", "already-answered"),
}
"""Pages that no test names by their address: the test that gets there, and the name of its screenshot."""


def left_out():
    """The pages that the test of every page leaves to tests beside it."""
    paths = {
        route.path_format
        for router in ROUTERS
        for route in routes_of(router)
        if "GET" in route.methods and not route.include_in_schema
    }
    return sorted(path for path in paths if every_page.NO_PAGE.search(path) and not NOT_HTML.search(path))


def texts():
    """The texts in the other tests; a value in an f-string is a star."""
    for path in BROWSER.glob("*.py"):
        if path.name != "test_every_page.py":
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
                elif isinstance(node, ast.JoinedStr):
                    yield "".join(str(getattr(part, "value", "*")) for part in node.values)


TEXTS = list(texts())


@pytest.mark.parametrize("path", left_out())
def test_a_page_that_is_left_out_is_opened_by_another_test(path):
    if path in BY_A_CLICK:
        file, screenshot = BY_A_CLICK[path]
        assert f'"{screenshot}"' in (BROWSER / file).read_text()
        return
    words = [word for word in path.split("/") if word and not word.startswith("{")]
    opened = re.compile(rf"(^|[/*]){re.escape(words[-1])}([/*?#]|$)")
    assert [text for text in TEXTS if opened.search(text)], path


def test_pages_that_a_click_opens_exist():
    assert BY_A_CLICK.keys() <= set(left_out())
