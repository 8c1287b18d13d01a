import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest

from shared.contracts.enrollment import ParticipantReady
from shared.contracts.feedback import Health, IdleStep
from shared.contracts.vocabulary import Role
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.reading import read_page
from tests.integration.console.report_facts import figures_released, nothing_released
from tests.integration.console.round_facts import activated, ended_rounds, round_of, running_round

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
PAGES = ["", "/people", "/matches", "/waiting", "/rounds", "/sessions", "/feedback", "/report"]
BROWSER = {"Accept": "text/html"}


async def get(console, path, *roles, **claims):
    headers = console.token(*(roles or ("coordinator",)), **claims) | BROWSER
    return await console.http.get(path, headers=headers)


async def good_page(console, path):
    answer = await get(console, path)
    assert answer.status_code == 200, answer.text
    page = read_page(answer.text)
    assert page.faults() == []
    return answer.text


def test_the_reader_finds_what_is_wrong():
    page = read_page("<html><body><main><h2>x</h2><table><tr><th>a</th></tr></table><img><input></main>")
    assert {"one h1", "language", "labels", "captions", "scopes", "text for images", "balanced"} <= set(
        page.faults()
    )


async def test_every_page_is_good_without_any_data(console):
    await console.given(facts.opened())
    for path in PAGES:
        assert "None" not in await good_page(console, BASE + path)
    assert "Nobody has enrolled yet" in await good_page(console, BASE + "/people")


async def test_every_page_is_good_with_little_data(console):
    await console.given(*programme_in_motion(3, 2))
    for path in PAGES:
        await good_page(console, BASE + path)
    overview = await good_page(console, BASE)
    assert "not enough data" in overview
    assert 'data-number="pairings">2<' in overview


async def test_the_page_of_a_pair_says_how_it_goes_and_what_helps(console):
    await console.given(
        *programme_in_motion(3, 2),
        *facts.held_and_judged(0, Health.NEEDS_ATTENTION),
        facts.missed(0, 2),
        facts.fell_idle(0, IdleStep.COORDINATOR, since=facts.START + timedelta(days=60)),
    )
    assert f'href="{BASE}/feedback/pairings/pair-0"' in await good_page(console, f"{BASE}/feedback")
    page = " ".join((await good_page(console, f"{BASE}/feedback/pairings/pair-0")).split())
    for text in (
        "several sessions in a row were cancelled or missed",
        "each of them can move a session",
        "we ask you to step in",
        '<span class="state s-held">',
        '<span class="state s-missed">',
    ):
        assert text in page, text
    assert "they meet" not in page
    unknown = await get(console, f"{BASE}/feedback/pairings/nowhere")
    assert unknown.status_code == 404


async def test_every_page_is_good_with_two_thousand_people(console):
    story = [facts.opened()]
    for n in range(1000):
        story += [facts.enrolled(n, Role.MENTOR), facts.enrolled(n, Role.MENTEE)]
    story += [*round_of(120)]
    await give_quickly(console, story)
    for path in PAGES:
        assert len(await good_page(console, BASE + path)) < 120_000
    last = await good_page(console, BASE + "/people?role=mentor&page=40")
    assert "976 to 1,000 of 1,000 participants" in last
    assert "Page 40 of 40" in last
    beyond = await good_page(console, BASE + "/people?page=99")
    assert "There is nobody on this page" in beyond
    assert 'href="?page=80"' in beyond


async def give_quickly(console, story, scope=None):
    """Publish without waiting for each."""
    for data in story:
        envelope = console._envelope(data, scope or console.scope, console.clock.now())
        await console.producer.send(
            console.settings.topic_prefix + data.contract.topic,
            data.model_dump_json().encode(),
            key=envelope.key.encode(),
            headers=[(name, value.encode()) for name, value in envelope.headers().items()],
        )
    await console.producer.flush()
    await console.settled()


async def test_filters_show_what_fits(console):
    await console.given(facts.opened(), *facts.ready(1, Role.MENTOR), facts.enrolled(2, Role.MENTEE))
    shown = await good_page(console, BASE + "/people?state=ready")
    assert "e-mentor-1" in shown
    assert "e-mentee-2" not in shown
    assert "Nobody fits this filter" in await good_page(console, BASE + "/people?state=withdrawn")


async def test_ids_are_shown_while_enrollment_is_away(console):
    await console.given(facts.opened(), facts.enrolled(1, Role.MENTOR))
    shown = await good_page(console, BASE + "/people")
    assert "Names are not available at the moment" in shown
    assert "e-mentor-1" in shown


async def test_matches_are_shown_while_matching_is_away(console):
    await console.given(*programme_in_motion(3, 2))
    assert "the people who wait are not shown" in await good_page(console, BASE + "/waiting")
    assert "e-mentor-" in await good_page(console, BASE + "/matches")


async def test_what_people_answered_is_shown_once_it_is_released(console):
    await console.given(*programme_in_motion(3, 2))
    shown = await good_page(console, BASE + "/feedback")
    assert "The first figures come one to four weeks after the first session" in shown
    assert "no figure yet" in shown
    await console.given(nothing_released())
    shown = await good_page(console, BASE + "/feedback")
    assert "The next figures come on" in shown
    assert "no figure yet" in shown
    assert (await get(console, BASE + "/charts/ratings.svg")).status_code == 404
    await console.given(figures_released(4.5))
    shown = await good_page(console, BASE + "/feedback")
    for words in (
        "4.5 ± 0.4",
        "75 % ± 21 of 24 people",
        "Digital tools that I use",
        "Grades 1 to 3",
        "3.4 ± 0.4",
        "My partner takes what I say seriously.",
        "4.2 ± 0.4",
        "+35 ± 17",
        "until then these do not change",
    ):
        assert words in shown
    assert shown.count("no figure yet") == 10, "the other statements of surveys"
    assert (await get(console, BASE + "/charts/ratings.svg")).status_code == 200


async def test_charts_are_svg_and_asked_for_once(console):
    await console.given(*programme_in_motion(3, 2))
    for name in ("sessions", "funnel", "health", "time-to-match"):
        answer = await get(console, f"{BASE}/charts/{name}.svg")
        assert answer.headers["content-type"] == "image/svg+xml"
        assert ET.fromstring(answer.content).tag.endswith("svg")
        assert "style-src 'unsafe-inline'" in answer.headers["content-security-policy"]
        headers = console.token("coordinator") | {"If-None-Match": answer.headers["etag"]}
        again = await console.http.get(f"{BASE}/charts/{name}.svg", headers=headers)
        assert again.status_code == 304
    assert (await get(console, f"{BASE}/charts/nothing.svg")).status_code == 404


async def test_the_reasons_of_a_match_are_shown(console):
    await console.given(facts.opened(), *round_of(2))
    shown = await good_page(console, BASE + "/matches")
    assert "Topics wanted that the mentor offers (1 of 1): ai" in shown
    listed = await good_page(console, BASE + "/rounds")
    assert "2 of 9 mentors would fit, but all were taken" in listed
    assert 'href="/programmes/rm-2026/rounds/round-1#pairs">Decide on 2 proposals</a>' in listed
    assert "Needs you" in listed


async def test_a_running_round_shows_how_far_it_is_and_can_be_stopped(console):
    await console.given(facts.opened(), *running_round())
    shown = await good_page(console, BASE + "/rounds")
    assert '<progress max="100" value="60" data-number="round-percent"' in shown
    assert '<span data-number="round-matched">60</span> of' in shown
    assert 'action="/programmes/rm-2026/rounds/round-1/cancellation"' in shown
    await console.given(*round_of(2))
    done = await good_page(console, BASE + "/rounds")
    assert "<progress" not in done
    assert "/cancellation" not in done


async def test_how_rounds_ended_is_said(console):
    await console.given(
        facts.opened(),
        *ended_rounds(),
        *round_of(0, round_id="round-7"),
    )
    listed = await good_page(console, BASE + "/rounds")
    for words in (
        "proven best",
        "at most 2.5 points below the best",
        "(stopped at the time limit)",
        "3 pairs dropped",
        ">Tried out<",
        ">Stopped<",
        ">Discarded<",
        ">Failed<",
        "The rules changed twice during the computation",
    ):
        assert words.lower() in listed.lower(), words
    assert listed.count("No mentor was free") == 1, "a try-out does not tell how many took part"
    assert "Matchings 1 to 7 of 7" in listed
    assert listed.count('<option value="round-') == 8, "four outcomes can be compared, on either side"


async def test_who_does_not_meet_is_shown_with_the_step_in_words(console):
    await console.given(facts.opened(), activated(0), activated(1))
    shown = await good_page(console, BASE + "/sessions")
    assert "All pairs have met recently." in shown
    assert "After 7 days: no first contact by the executive" in shown
    await console.given(facts.fell_idle(0, "coordinator"), facts.fell_idle(1, "phone-both"))
    shown = await good_page(console, BASE + "/sessions")
    assert 'data-number="idle">2<' in shown
    listed = await good_page(console, BASE + "/feedback")
    for page in (shown, listed):
        assert "Step 3 of 4</span> we ask you to step in" in page
        assert ">Phone both</span>" in page
        assert "5 Jan 2026" in page


async def test_a_coordinator_sees_the_own_programmes_only(console):
    await console.given(facts.opened())
    other = console.scope.model_copy(update={"programme": "other"})
    await console.given(facts.opened("other"), scope=other)
    shown = (await get(console, "/", programmes=["other"])).text
    assert "/programmes/other" in shown
    assert "/programmes/rm-2026" not in shown
    assert (await get(console, BASE, programmes=["other"])).status_code == 404


async def test_programmes_come_in_pages(console):
    for n in range(27):
        scope = console.scope.model_copy(update={"programme": f"p-{n:02}"})
        await give_quickly(console, [facts.opened(scope.programme)], scope)
    await console.settled()
    shown, rest = (await get(console, "/")).text, (await get(console, "/?page=2")).text
    assert (shown.count('href="/programmes/p-'), rest.count('href="/programmes/p-')) == (25, 2)
    assert "Page 2 of 2" in rest
    assert "There are no programmes on this page" in (await get(console, "/?page=3")).text
    few = (await get(console, "/", programmes=["p-26"])).text
    assert few.count('href="/programmes/p-') == 1


@pytest.mark.parametrize("path", [*PAGES, "/charts/health.svg", "/live"])
async def test_another_tenant_finds_nothing(console, path):
    await console.given(*programme_in_motion(1, 1))
    answer = await get(console, BASE + path, tenant="globex")
    assert answer.status_code == 404


async def test_the_wrong_role_gets_a_page_that_says_so(console):
    for path, role in [(BASE, "participant"), (BASE, "ops"), ("/ops", "coordinator"), ("/", "participant")]:
        answer = await get(console, path, role)
        assert answer.status_code == 403
        assert read_page(answer.text).faults() == []


async def test_bad_input_names_the_field(console):
    await console.given(facts.opened())
    answer = await get(console, BASE + "/people?page=0")
    assert answer.status_code == 422
    assert "page:" in answer.text
    as_program = await console.http.get(BASE + "/people?role=boss", headers=console.token("coordinator"))
    assert as_program.json()["errors"][0]["field"] == "role"


async def test_an_unknown_address_is_a_page(console):
    answer = await get(console, "/nowhere")
    assert answer.status_code == 404
    assert read_page(answer.text).faults() == []


async def test_text_from_events_is_never_markup(console):
    evil = facts.profile(1, Role.MENTOR).model_copy(update={"department": "<script>alert(1)</script>"})
    await console.given(facts.opened(), ParticipantReady(participant_id="mentor-1", profile=evil))
    shown = await good_page(console, BASE + "/people")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown
