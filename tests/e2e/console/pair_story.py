"""A pair on their own pages, from the proposal to the end: what the two see, and what they never see."""

import re
import uuid
from datetime import datetime, timedelta

from tests.e2e.console.participants_reading import extract, key_of, see, send
from tests.e2e.console.participants_world import MINE


async def walk_through_a_pairing(world, junior, executive):
    await answer_the_proposal(world, junior, executive)
    await make_the_first_contact(world, executive)
    await prepare(junior, executive)
    held_at = await change_sessions(junior)
    await look_back(world, held_at, junior, executive)
    await record_a_change(junior, executive)
    await raise_a_concern(world, junior, executive)
    await part(world, junior, executive)


async def answer_the_proposal(world, junior, executive):
    proposal = f"{MINE}/proposals/{world.proposal_id}"
    assert "Reverse mentoring 2026" in await see(junior, "/")
    assert f'href="{proposal}"' in await see(junior, MINE)
    page = await see(junior, proposal)
    assert "Edda Exemplar" in page
    assert "exec@example.com" not in page
    assert "(Berlin)" in page
    assert "Department of exec" in page
    await see(junior, f"{proposal}/answer?accept=no")
    assert "Edda Exemplar" in await see(junior, f"{proposal}/answer?accept=yes")
    assert "You have said yes" in await send(junior, f"{proposal}/answer", accept="yes")
    await world.settled()
    theirs = await see(executive, proposal)
    assert "Juno Junior" in theirs
    assert "said yes" not in theirs
    assert "(London)" in theirs
    assert "Both of you have said yes" in await send(executive, f"{proposal}/answer", accept="yes")
    await world.settled()


async def make_the_first_contact(world, executive):
    partner = await see(executive, f"{MINE}/partner")
    assert 'href="mailto:junior@example.com"' in partner
    assert "Write to your partner" in await see(executive, MINE)
    letter = extract(r'href="(mailto:junior@example.com\?[^"]+)"', partner)
    assert "first%20conversation" in letter
    assert "Best by" in partner
    contact = extract(r'action="([^"]+/first-contact)"', partner)
    assert "We have noted" in await send(executive, contact)
    await world.settled()
    assert "Write to your partner" not in await see(executive, MINE)


async def prepare(junior, executive):
    sessions = re.findall(r'href="([^"]+/sessions/\w+)"', await see(junior, f"{MINE}/sessions"))
    ready = extract(r'href="([^"]+/preparation)"', await see(junior, sessions[0]))
    page = await see(junior, ready)
    assert 'href="mailto:exec@example.com?subject=Agenda' in page
    assert "How your partner learns" in page
    assert "What did you find hard when you were new here?" in page
    of_executive = await see(executive, sessions[0])
    assert "preparation" not in of_executive
    for first in (of_executive, page):
        assert "The first session" in first
        assert "15 minutes: Get to know each other" in first
    assert "One of the first sessions" in await see(executive, sessions[1])
    assert "The last session" in await see(executive, sessions[-1])
    assert "Try it together" in await see(executive, f"{MINE}/library/ai-and-data")
    await see(executive, f"{MINE}/library/nothing", 404)
    await see(executive, ready, 404)
    assert f'href="{MINE}/protection"' in await see(junior, f"{MINE}/partner")
    safeguards = await see(junior, f"{MINE}/protection")
    assert "You can stop at any time" in safeguards
    assert "Your partner never learns of it" in safeguards
    assert "/protection" not in await see(executive, f"{MINE}/partner")
    await see(executive, f"{MINE}/protection", 404)


async def change_sessions(junior):
    planned = re.findall(r'href="([^"]+/sessions/\w+)"', await see(junior, f"{MINE}/sessions"))
    page = await see(junior, planned[0])
    assert "(Berlin)" in page
    assert "(London)" in page
    other_time = extract(r'name="starts_at" value="([^"]+)"', page)
    assert "has a new time" in await send(junior, f"{planned[0]}/move", starts_at=other_time)
    await see(junior, f"{planned[-1]}/cancellation")
    cancelled = await send(junior, f"{planned[-1]}/cancellation", reason="travel")
    assert "The session is cancelled" in cancelled
    return datetime.fromisoformat(other_time)


async def look_back(world, held_at, junior, executive):
    world.set_clocks(held_at + timedelta(hours=2))
    await world.settled()
    check_in = extract(r'href="([^"]+/check-ins/\w+)"', await see(junior, MINE))
    await see(junior, check_in)
    answers = {"held": "yes", "rating": "4", "outlook": "rather-not", "comment": "Try the tool."}
    incomplete = await junior.post(check_in, data=answers | {"rating": ""})
    assert (incomplete.status_code, "Say how useful" in incomplete.text) == (422, True)
    page = await send(junior, check_in, **answers)
    assert "You have answered" in page
    assert "End the pairing, without giving a reason" in page
    assert "Try the tool." in page
    await world.settled()
    past = await see(executive, f"{MINE}/sessions")
    assert "Took place" in past
    theirs = extract(r'href="([^"]+/check-ins/\w+)"', await see(executive, MINE))
    assert "You have answered" in await send(executive, theirs, held="no")
    assert "Try the tool" not in await see(executive, MINE)
    await see(executive, check_in, 404)


async def record_a_change(junior, executive):
    assert f'href="{MINE}/changes"' in await see(executive, f"{MINE}/partner")
    key = extract(r'name="key" value="(\w+)"', await see(executive, f"{MINE}/changes"))
    change = {"key": key, "text": "My meetings begin without slides.", "day": "2026-01-06"}
    refused = await executive.post(f"{MINE}/changes", data=change | {"kind": "a-whim"})
    assert (refused.status_code, "without slides" in refused.text) == (422, True)
    saved = await send(executive, f"{MINE}/changes", kind="way-of-working", **change)
    assert "Your change is saved" in saved
    assert "without slides" in saved
    assert "without slides" not in await see(junior, f"{MINE}/changes")
    removal = extract(r'action="([^"]+/removal)"', saved)
    assert (await junior.post(removal)).status_code == 404
    assert "without slides" not in await send(executive, removal)


async def raise_a_concern(world, junior, executive):
    concerns, about, answer = "/programmes/rm-2026/concerns", "It felt like a review.", "Shall we talk?"
    async with world.browser("hr", "coordinator") as handler:
        key = key_of(await see(handler, concerns))
        saved = await send(handler, f"{concerns}/handling", key=key, name="Hanna Helper")
        assert "You handle concerns of this programme" in saved
        form = await see(junior, f"{MINE}/concerns")
        assert form.index("Hanna Helper") < form.index("What happened?")
        typed = {"key": key_of(form), "about": about, "named": "no"}
        check = await send(junior, f"{MINE}/concerns", step="check", **typed)
        assert "<title>Reverse mentoring</title>" in check
        assert about in await send(junior, f"{MINE}/concerns", step="change", **typed)
        own = await send(junior, f"{MINE}/concerns", step="send", **typed)
        assert "It is with <bdi>Hanna Helper</bdi>" in own
        listed = await see(handler, concerns)
        assert about not in listed
        path = extract(r'action="([^"]+)/opening"', listed)
        opened = await send(handler, f"{path}/opening")
        assert about in opened
        assert "Juno Junior" in opened
        sent = await send(handler, f"{path}/messages", key=key_of(opened), text=answer)
        assert "Your message is sent" in sent
        mine = f"{MINE}/concerns/{path.rpartition('/')[2]}"
        page = await see(junior, mine)
        assert answer in page
        assert "Your message is sent" in await send(junior, mine, key=key_of(page), text="Gladly.")
        closing = {"key": uuid.uuid4().hex, "outcome": "settled"}
        assert "Settled in talks" in await send(handler, f"{path}/closing", **closing)
    assert "Settled in talks" in await see(junior, mine)
    for path in (MINE, f"{MINE}/concerns", f"{MINE}/partner"):
        page = await see(executive, path)
        assert not any(text in page for text in (about, answer, "Concern of"))
    await see(executive, mine, 404)
    await see(junior, f"{MINE}/concerns/erasure")
    assert "is erased" in await send(junior, f"{MINE}/concerns/erasure")
    erased = await see(junior, mine)
    assert about not in erased
    assert "You have erased the text." in erased


async def part(world, junior, executive):
    end = extract(r'href="([^"]+/pairings/\w+/end)"', await see(junior, f"{MINE}/partner"))
    await see(junior, end)
    assert "The pairing has ended" in await send(junior, end, private_reason="We did not click.")
    await world.settled()
    assert "We did not click." in await see(junior, f"{MINE}/partner")
    deletion = end.removesuffix("end") + "reason-deletion"
    page = await send(junior, deletion)
    assert ("Your reason is deleted." in page, "We did not click." in page) == (True, False)
    gone = await see(executive, f"{MINE}/partner")
    assert "Juno Junior" not in gone
    assert "click" not in gone
    assert "Everything is done" in await see(junior, f"{MINE}/programme")
    await see(junior, f"{MINE}/leave")
    left = await send(junior, f"{MINE}/leave", private_reason="Too many travels.")
    assert "You have left the programme" in left
    page = await see(junior, f"{MINE}/programme")
    assert "You do not take part" in page
    assert "Too many travels." in page
    page = await send(junior, f"{MINE}/programme/reason-deletion")
    assert ("Your reason is deleted." in page, "Too many travels." in page) == (True, False)
