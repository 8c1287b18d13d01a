import pytest

from services.console.pages.coordinator.people_search import likeness


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jnuo Jonior", "Juno Junior"),
        ("cooper", "George Cooper"),
        ("Muller Ana", "Ana Müller"),
        ("Coopre", "G. Cooper"),
    ],
)
def test_a_name_with_a_slip_is_near(text, name):
    assert likeness(text, name) >= 0.7


@pytest.mark.parametrize(("text", "name"), [("Zoe Zimmer", "Juno Junior"), ("x", ""), ("", "Juno Junior")])
def test_another_name_is_not(text, name):
    assert likeness(text, name) < 0.7
