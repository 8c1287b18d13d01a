"""Colours that carry meaning differ enough from what is around them (WCAG 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

from services.console import app
from services.console.charts.vega import COLOURS

CSS = (Path(app.__file__).parent / "static" / "console.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS))
GRAPHIC, TEXT = 3.0, 4.5
TEXTS = [
    ("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground"), ("brand", "paper"),
    ("good", "good-ground"), ("warn", "warn-ground"), ("calm", "calm-ground"), ("warn", "paper"),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_are_legible(text, ground):
    assert contrast(TOKENS[text], TOKENS[ground]) >= TEXT


@pytest.mark.parametrize("ground", ["paper", "ground", "brand", "brand-dark"])
def test_the_focus_ring_or_its_edge_stands_out(ground):
    assert contrast(TOKENS["ring"], TOKENS["ring-edge"]) >= GRAPHIC
    assert max(contrast(TOKENS[part], TOKENS[ground]) for part in ("ring", "ring-edge")) >= GRAPHIC


@pytest.mark.parametrize("name", COLOURS)
def test_charts_stand_out_from_paper(name):
    assert contrast(COLOURS[name], TOKENS["paper"]) >= GRAPHIC


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("held", "planned"), ("held", "missed"), ("planned", "cancelled"), ("missed", "cancelled"),
        ("cancelled", "dropped"), ("held", "dropped"), ("on-track", "needs-attention"), ("mentor", "mentee"),
    ],
)  # fmt: skip
def test_neighbours_in_charts_differ_in_lightness(one, other):
    assert contrast(COLOURS[one], COLOURS[other]) >= GRAPHIC
