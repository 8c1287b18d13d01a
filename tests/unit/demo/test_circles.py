"""The mentors who joined first get a circle with a date each quarter, and say after it that they came."""

from datetime import datetime, timedelta

from demo.calendar import opening
from demo.circles import Circles
from tests.unit.demo.people import Client, participants


class Coordinator(Client):
    """Keeps the circle as enrollment would."""

    def __init__(self, everybody):
        super().__init__("coordinator")
        self._ids = {who.persona.id: who.id for who in everybody.people}
        self.circle = {"circle_id": "c1", "members": [], "dates": []}

    async def get(self, _, __):
        return self.circle

    async def post(self, service, path, body):
        await super().post(service, path, body)
        if path == "/circles":
            self.circle["members"] = [{"participant_id": self._ids[each]} for each in body["people"]]
        else:
            starts_at = datetime.fromisoformat(body["starts_at"])
            ends_at = (starts_at + timedelta(minutes=body["minutes"])).isoformat()
            self.circle["dates"].append({"date_id": f"d{len(self.circle['dates'])}", "ends_at": ends_at})
        return self.circle


async def test_a_circle_meets_each_quarter_and_one_of_its_members_writes_a_note():
    everybody = participants(wanted=lambda persona: persona.role == "mentor")
    everybody.coordinator = Coordinator(everybody)
    for who in everybody.people:
        who.me.answers = {"/me/circles/c1/notes": {"items": []}}
    circles = Circles(everybody, 180)
    await circles.live(opening() + timedelta(days=27))
    assert everybody.coordinator.sent == []
    for day in range(28, 180):
        await circles.live(opening() + timedelta(days=day, hours=9))
    made, *dates = everybody.coordinator.sent
    first = sorted(everybody.people, key=lambda who: who.persona.id)
    members = first[:6]
    assert made[1]["people"] == [who.persona.id for who in members]
    assert len(dates) == len({body["starts_at"] for _, body in dates}) == 2
    paths = [[path for path, _ in who.me.sent] for who in members]
    came = [f"/me/circles/c1/dates/d{number}/attendance" for number in (0, 1)]
    note = "/me/circles/c1/notes"
    assert paths[0] == [came[0], note, came[1], note]
    assert paths[1:] == [came] * 5
    assert [who.me.sent for who in first[6:]] == [[]] * (len(first) - 6)
