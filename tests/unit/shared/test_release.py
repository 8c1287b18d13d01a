"""Releasing: one version, notes of it, and pages for all that is documented."""

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from services.catalogue import SERVICES
from shared.version import VERSION
from tools import site
from tools.release import IMAGE_FILES, NotReleasableError, is_tested, release_notes

PROJECT = Path(__file__).resolve().parents[3]
CHANGELOG = """# Changelog

## [Unreleased]

- C

## [1.10.0] - 2026-02-01

- B

## [1.1.0] - 2026-01-01

- A
"""


def test_the_version_stands_in_one_place():
    assert version("mentoring") == VERSION
    assert "version" in tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["dynamic"]


@pytest.mark.parametrize(("number", "notes"), [("1.1.0", "- A\n"), ("1.10.0", "- B\n")])
def test_the_notes_are_the_section_of_the_version(number, notes):
    assert release_notes(CHANGELOG, number) == notes


def test_a_version_without_notes_is_not_released():
    with pytest.raises(NotReleasableError, match=r"no section for 1\.1$"):
        release_notes(CHANGELOG, "1.1")


def test_only_the_commit_that_passed_all_tests_counts_as_tested(tmp_path):
    record = tmp_path / "tested"
    assert not is_tested(record, "c0ffee")
    for content, tested in {"c0ffee\n": True, "c0ffee-dirty\n": False, "beef\n": False}.items():
        record.write_text(content)
        assert is_tested(record, "c0ffee") is tested


def test_the_image_is_built_from_what_a_release_holds():
    copied = [
        line.split() for line in (PROJECT / "Dockerfile").read_text().splitlines() if line.startswith("COPY")
    ]
    assert {source for _, *sources, _ in copied for source in sources} <= set(IMAGE_FILES)
    assert ".dockerignore" in IMAGE_FILES  # keeps out what a service does not need, as from a clone


def test_every_page_is_in_the_sites_navigation(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "PAGES", tmp_path / "pages")
    site.collect()
    navigation = (tmp_path / "mkdocs.yml").read_text()
    pages = {page.relative_to(site.PAGES).as_posix() for page in site.PAGES.rglob("*.md")}
    assert {f"api/{service}.md" for service in SERVICES} <= pages
    assert {page for page in pages if f" {page}\n" not in navigation} == set()
    assert (
        "`POST /programmes/{programme_id}/participants`" in (site.PAGES / "api" / "enrollment.md").read_text()
    )
