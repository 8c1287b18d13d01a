"""Contracts only grow: every one against all its recorded revisions."""

import json

import pytest

from shared.contracts import contracts
from shared.schema import Contract
from shared.schema.golden import current, folder_of, problems, recorded, write

ALL = contracts()
GOLDEN = folder_of("shared.contracts")


@pytest.mark.parametrize("contract", ALL, ids=lambda c: c.type)
def test_a_contract_agrees_with_all_it_ever_was(contract: Contract):
    assert list(problems(contract, GOLDEN)) == []


@pytest.mark.parametrize("contract", ALL, ids=lambda c: c.type)
def test_every_revision_has_a_sample_of_real_data(contract: Contract):
    for revision in recorded(contract, GOLDEN):
        data = contract.data.model_validate_json(json.dumps(revision.sample))
        assert holds(data.model_dump(mode="json"), revision.sample)


def holds(now, then) -> bool:
    """Whether all that was in an older sample is still there; parts may have grown, as contracts may."""
    if isinstance(then, dict):
        return all(name in now and holds(now[name], value) for name, value in then.items())
    if isinstance(then, list):
        return len(now) == len(then) and all(holds(*both) for both in zip(now, then, strict=True))
    return now == then


def test_no_recorded_contract_has_vanished():
    assert {folder.name for folder in GOLDEN.iterdir()} == {contract.type for contract in ALL}


def test_an_incompatible_change_is_not_recorded(tmp_path):
    contract = ALL[0]
    then = vars(current(contract)) | {}
    then["consumed"] = {**then["consumed"], "required": [*then["consumed"].get("required", []), "gone"]}
    folder = tmp_path / contract.type
    folder.mkdir()
    (folder / "001.json").write_text(json.dumps(then))
    assert any("gone: expected, but not always sent" in fault for fault in write(ALL, tmp_path))
    assert [file.name for file in folder.iterdir()] == ["001.json"]
