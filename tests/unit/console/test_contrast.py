"""Colours that carry meaning differ enough from what is around them (WCAG 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

from services.console import app
from services.console.charts.vega import COLOURS, ON_DARK

CSS = (Path(app.__file__).parent / "static" / "console.css").read_text()
TOKENS = re.findall(r"--([a-z-]+): (?:(#[0-9a-f]{6})|light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\));", CSS)
LIGHT = {name: same or light for name, same, light, _ in TOKENS}
DARK = {name: same or dark for name, same, _, dark in TOKENS}
THEMES = {"light": LIGHT, "dark": DARK}
GRAPHIC, TEXT = 3.0, 4.5
TEXTS = [
    ("ink", "paper"), ("ink", "ground"), ("ink", "sunk"), ("soft", "paper"), ("soft", "ground"),
    ("soft", "sunk"), ("brand", "paper"), ("brand", "ground"), ("brand", "sunk"), ("brand", "calm-ground"),
    ("good", "good-ground"), ("look", "look-ground"), ("bad", "bad-ground"), ("calm", "calm-ground"),
    ("mute", "mute-ground"), ("look", "paper"), ("bad", "paper"), ("button-ink", "button"),
    ("button-ink", "button-hover"), ("button-ink", "danger"), ("button-ink", "danger-hover"),
    ("button-ink", "header"), ("ink", "good-ground"), ("ink", "bad-ground"), ("ink", "calm-ground"),
]  # fmt: skip
EDGES = [("edge", "paper"), ("edge", "ground"), ("button-edge", "paper"), ("danger", "paper")]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_are_legible(theme, text, ground):
    tokens = THEMES[theme]
    assert contrast(tokens[text], tokens[ground]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_fields_and_buttons_have_visible_edges(theme, edge, ground):
    tokens = THEMES[theme]
    assert contrast(tokens[edge], tokens[ground]) >= GRAPHIC


def test_every_ground_and_text_has_a_colour_of_its_own_in_the_dark():
    same = {name for name in LIGHT if LIGHT[name] == DARK[name]}
    assert same == {"header", "button-ink", "ring", "ring-edge"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "ground", "sunk", "button", "danger", "header"])
def test_the_focus_ring_or_its_edge_stands_out(theme, ground):
    tokens = THEMES[theme]
    assert contrast(tokens["ring"], tokens["ring-edge"]) >= GRAPHIC
    assert max(contrast(tokens[part], tokens[ground]) for part in ("ring", "ring-edge")) >= GRAPHIC


@pytest.mark.parametrize("name", COLOURS)
def test_charts_stand_out_from_paper(name):
    assert contrast(COLOURS[name], LIGHT["paper"]) >= GRAPHIC
    assert contrast(ON_DARK[COLOURS[name]], DARK["paper"]) >= GRAPHIC


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("held", "planned"), ("held", "missed"), ("planned", "cancelled"), ("missed", "cancelled"),
        ("cancelled", "dropped"), ("held", "dropped"), ("on-track", "needs-attention"), ("mentor", "mentee"),
    ],
)  # fmt: skip
def test_neighbours_in_charts_differ_in_lightness(one, other):
    assert contrast(COLOURS[one], COLOURS[other]) >= GRAPHIC
    assert contrast(ON_DARK[COLOURS[one]], ON_DARK[COLOURS[other]]) >= GRAPHIC
