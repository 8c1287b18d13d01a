"""The language and time zone of a reader, from HR, for themselves alone."""

import pytest

pytestmark = pytest.mark.integration


async def reader(service, **claims):
    roles = claims.pop("roles", ("participant",))
    return await service.http.get("/me", headers=service.token(*roles, **claims))


async def test_the_best_spoken_language_comes_first(service, export):
    row = next(row for row in export if row["languages"].count(";") >= 1)
    spoken = [part.split(":") for part in row["languages"].split(";")]
    for role in ("participant", "coordinator"):
        answer = await reader(service, roles=(role,), employee_id=row["employee_id"])
        assert answer.status_code == 200, answer.text
        levels = {code.strip(): int(level) for code, level in spoken}
        languages = answer.json()["languages"]
        assert sorted(languages) == sorted(levels)
        assert [levels[code] for code in languages] == sorted(levels.values(), reverse=True)
        assert answer.json()["time_zone"] == row["time_zone"]


async def test_nobody_reads_what_is_known_of_somebody_elsewhere(service, export):
    answer = await reader(service, employee_id=export[0]["employee_id"], tenant="other")
    assert answer.status_code == 404
    assert (await reader(service, employee_id="nobody")).status_code == 404
