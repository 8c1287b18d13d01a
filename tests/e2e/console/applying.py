"""Three people apply for one place, on pages alone: one is declined, one waits, one lets it go."""

import re

PLACES = "/programmes/places"
APPLICATIONS = f"{PLACES}/applications"
JOIN = "/mine/places/join"
PLAN = {
    "name": "A small programme",
    "starts_on": "2026-01-05",
    "ends_on": "2026-12-31",
    "regions": ["emea"],
    "terms_version": "1",
    "admission": {"mode": "application", "mentor_places": 1},
}


async def open_programme(world):
    enrollment = world.services["enrollment"]
    coordinator = enrollment.token("coordinator")
    opened = await enrollment.http.put(PLACES, headers=coordinator, json=PLAN)
    assert opened.status_code == 201, opened.text
    await world.settled()


async def walk_through_applications(world, see):
    await open_programme(world)
    async with (
        world.browser("carla", "coordinator") as coordinator,
        world.browser("junior") as junior,
        world.browser("between") as between,
        world.browser("exec") as executive,
    ):
        for person in (junior, between, executive):
            await person.post("/language", data={"language": "en", "back": JOIN})
            await apply(person, see)
        await world.settled()
        await decide(coordinator, see)
        await world.settled()
        assert "The next programme is for you." in await see(executive, JOIN)
        waiting = await see(between, JOIN)
        assert "Your number is 1." in waiting
        await let_it_go(junior, see)
        await world.settled()
        await join(between, see)
        assert "Nobody waits for a place." in await see(coordinator, f"{APPLICATIONS}?state=waitlisted")


async def apply(person, see):
    page = await see(person, JOIN)
    assert "A coordinator decides" in page
    assert "Join the programme" not in page
    nothing = await person.post(f"{JOIN}/application", data={})
    assert (nothing.status_code, "Choose how you would like" in nothing.text) == (422, True)
    sent = await person.post(f"{JOIN}/application", data={"role": "mentor"})
    assert "Your application is saved." in sent.text


async def decide(coordinator, see):
    page = await see(coordinator, APPLICATIONS)
    for name in ("Juno Junior", "Bela Between", "Edda Exemplar"):
        assert name in page
    decline = re.search(r'href="([^"]+/decline)" aria-label="Decline [^"]*Edda', page)[1]
    check = await see(coordinator, decline)
    answer = {"key": key_of(check), "text": "The next programme is for you."}
    unreasoned = await coordinator.post(decline, data=answer)
    assert (unreasoned.status_code, "Choose a reason." in unreasoned.text) == (422, True)
    assert answer["text"] in unreasoned.text
    declined = await coordinator.post(decline, data={**answer, "reason": "later"})
    assert "The application is declined." in declined.text
    await admit(coordinator, see, "Juno")
    page = await admit(coordinator, see, "Bela")
    assert "No application waits for a decision." in page
    waitlist = await see(coordinator, f"{APPLICATIONS}?state=waitlisted&role=mentor")
    assert "Bela Between" in waitlist
    offers = await see(coordinator, f"{APPLICATIONS}?state=offered")
    assert "Juno Junior" in offers


async def admit(coordinator, see, name):
    page = await see(coordinator, APPLICATIONS)
    pattern = (
        r'action="([^"]+/admission)"><input type="hidden" name="key" value="([^"]+)">(?:(?!</form>).)*' + name
    )
    path, key = re.search(pattern, page, re.DOTALL).groups()
    admitted = await coordinator.post(path, data={"key": key})
    assert "The applicant is admitted" in admitted.text
    return admitted.text


async def let_it_go(junior, see):
    assert "Join: a place is kept for you" in await see(junior, "/mine/places")
    assert "There is a place for you." in await see(junior, JOIN)
    assert "Check before you decline the place" in await see(junior, f"{JOIN}/withdrawal")
    gone = await junior.post(f"{JOIN}/withdrawal")
    assert "Your application is withdrawn." in gone.text
    assert "There is no application of yours any more." in await see(junior, f"{JOIN}/withdrawal")


async def join(between, see):
    page = await see(between, JOIN)
    form = {"role": "mentor", "starts": "08:00", "ends": "16:00", "capacity": 2, "terms_version": "1"}
    form |= {"total_capacity": 3}
    assert 'name="terms_version" value="1"' in page
    unagreed = await between.post(JOIN, data=form)
    assert (unagreed.status_code, "Tick the box" in unagreed.text) == (422, True)
    assert 'value="08:00"' in unagreed.text
    joined = await between.post(JOIN, data={**form, "agree": "true"})
    assert "You have joined." in joined.text
    assert re.search(r'name="total_capacity" value="3"', await see(between, "/mine"))
    assert "You take part in this programme." in await see(between, JOIN)


def key_of(page):
    return re.search(r'name="key" value="([^"]+)"', page)[1]
