import re
from pathlib import Path

import pytest

from services.console.clients.feedback import OwnPulses
from services.console.clients.services import Names
from services.console.locale import CATALOGUE
from services.console.pages.common import view
from services.console.pages.common.view import Naming
from services.console.read_models.people import Person
from shared.schema.visibility import OutsideItsClassError

TEMPLATES = Path(view.__file__).parents[2] / "templates"


@pytest.mark.parametrize("template", ["feedback.html", "parts/list.html"])
@pytest.mark.parametrize("inside", [lambda own: own, lambda own: [own], lambda own: {"own": own}])
def test_no_page_of_others_shows_what_is_its_authors_alone(template, inside):
    own = OwnPulses(items=[])
    with pytest.raises(OutsideItsClassError):
        view.render(None, template, None, own=inside(own))


def called(name):
    person = Person(id="p-1", tenant="acme", employee_id="e-1")
    return Naming({"p-1": person}, Names({"e-1": name}), CATALOGUE.voice("en"))("p-1")


@pytest.mark.parametrize(
    "turning", "\u202e\u202d\u202a\u202b\u2066\u2067\u2068\u2069\u200e\u200f\u061c\n\x00"
)
def test_a_name_turns_no_text_around_it(turning):
    assert called(f"Nora{turning} Quist{turning}") == "Nora Quist"


@pytest.mark.parametrize("name", ["نورا كويست", "נורה", "Zoë O'Brien-García", "👩🏽\u200d💻"])
def test_other_names_are_as_they_are(name):
    assert called(name) == name


def test_a_name_of_nothing_but_controls_is_the_id():
    assert called("\u202e\u202e") == "e-1"


def test_names_in_attributes_are_isolated():
    an_attribute = r'(?:aria-label|title|alt|placeholder)="(?:\{\{.*?\}\}|[^"])*"'
    attributes = [
        attribute
        for template in TEMPLATES.glob("*.html")
        for attribute in re.findall(an_attribute, template.read_text())
        if "who(" in attribute
    ]
    assert len(attributes) >= 6
    for attribute in attributes:
        assert attribute.count("who(") == attribute.count("|isolated")


def test_long_texts_are_clipped():
    assert view._clip("x" * 5000, 10) == "x" * 10 + "… (5,000 characters in all)"
    assert view._clip("short", 10) == "short"
