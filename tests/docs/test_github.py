"""The files that a code host reads: valid, and true about this project."""

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
GITHUB = PROJECT / ".github"
FORMS = [path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"]


def read(path):
    return yaml.safe_load(path.read_text())


@pytest.mark.parametrize("target", ["test", "test-all"])
def test_a_workflow_runs_a_target_that_exists(target):
    jobs = read(GITHUB / "workflows" / f"{target}.yml")["jobs"].values()
    commands = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    targets = re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    assert [command.split()[1] for command in commands if command.startswith("make")] == [target]
    assert target in targets


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_of_an_issue_asks_something(form):
    content = read(form)
    assert content.keys() >= {"name", "description", "body"}
    assert all(field["attributes"]["label"] for field in content["body"])
    assert any(field.get("validations", {}).get("required") for field in content["body"])


def test_dependencies_of_every_kind_are_kept_up_to_date():
    kinds = {update["package-ecosystem"] for update in read(GITHUB / "dependabot.yml")["updates"]}
    assert kinds >= {"pip", "github-actions", "docker"}


def test_the_owners_of_code_own_something_that_exists():
    rules = (GITHUB / "CODEOWNERS").read_text().splitlines()
    paths = [rule.split()[0] for rule in rules if rule and not rule.startswith("#")]
    assert paths[0] == "*"
    assert [path for path in paths[1:] if not (PROJECT / path.strip("/")).exists()] == []
