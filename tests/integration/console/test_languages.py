"""In which language a page is: the reader's choice, else what their browser prefers."""

import re

import pytest

from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.reading import read_page
from tests.integration.console.report_facts import figures_released
from tests.integration.console.round_facts import ended_rounds

pytestmark = pytest.mark.integration

HTML = {"Accept": "text/html"}
MINE = "/mine/rm-2026"
WAITS = {
    "en": "What waits for you",
    "de": "Was auf Sie wartet",
    "fr": "Ce qui vous attend",
    "es": "Lo que le espera",
}


@pytest.fixture
async def see(console):
    """Open a page as the first mentor."""
    await console.given(*programme_in_motion(3, 2))
    own = console.token("participant", employee_id="e-mentor-0") | HTML

    async def page(path, language, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await console.http.get(path, headers=own | names)
        assert read_page(answer.text).faults(language) == []
        return answer

    return page


@pytest.mark.parametrize("language", WAITS)
async def test_a_page_is_in_the_language_that_the_browser_prefers(see, language):
    answer = await see(MINE, language, accept_language=f"pl,{language}-XX;q=0.8")
    assert f'<html lang="{language}">' in answer.text
    assert f"<h1>{WAITS[language]}</h1>" in answer.text
    assert answer.headers["content-language"] == language


async def test_a_choice_is_kept_and_shown_at_once(see, console):
    form = {"language": "es", "back": f"{MINE}?said=left"}
    origin = {"Origin": console.settings.console_url} | HTML
    answer = await console.http.post("/language", data=form, headers=origin)
    assert (answer.status_code, answer.headers["location"]) == (303, form["back"])
    cookie = answer.headers["set-cookie"]
    assert "language=es" in cookie
    assert "HttpOnly" in cookie
    page = await see(MINE, "es", accept_language="de", cookie=cookie.partition(";")[0])
    assert WAITS["es"] in page.text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/a\r\nb: c"]
)
async def test_a_choice_leads_to_no_other_site(console, back):
    origin = {"Origin": console.settings.console_url} | HTML
    answer = await console.http.post("/language", data={"language": "de", "back": back}, headers=origin)
    assert answer.status_code == 422
    assert "location" not in answer.headers


async def test_what_was_typed_is_kept_when_the_language_changes(see, console):
    empty = (await see(f"{MINE}/concerns", "en")).text
    assert 'value="fr" lang="fr" form="typed" formnovalidate="formnovalidate"' in empty
    own = console.token("participant", employee_id="e-mentor-0") | HTML
    form = {"key": "0" * 32, "about": "It felt <like> a review.", "language": "fr"}
    answer = await console.http.post(f"{MINE}/concerns", data=form, headers=own)
    assert answer.status_code == 200
    assert read_page(answer.text).faults("fr") == []
    assert "It felt &lt;like&gt; a review.</textarea>" in answer.text
    assert "language=fr" in answer.headers["set-cookie"]


async def test_an_unknown_choice_changes_nothing(see):
    assert WAITS["fr"] in (await see(MINE, "fr", accept_language="fr", cookie="language=../x")).text


async def test_what_is_wrong_is_said_in_the_readers_language(see):
    refused = await see("/programmes/rm-2026", "de", accept_language="de")
    assert refused.status_code == 403
    assert "Nicht für Ihre Rolle" in refused.text
    assert "Only for" not in refused.text
    away = await see(f"{MINE}/sessions/x", "es", accept_language="es")
    assert away.status_code == 503
    assert "no está disponible" in away.text


async def test_the_sign_in_page_speaks_all_languages(console):
    for language, words in {"de": "Anmelden", "fr": "Se connecter", "es": "Iniciar sesión"}.items():
        page = await console.http.get("/login", headers=HTML | {"Accept-Language": language})
        assert f"<h1>{words}</h1>" in page.text
        assert all(name in page.text for name in ("English", "Deutsch", "Français", "Español"))


@pytest.mark.parametrize(
    ("language", "heading"), [("de", "Zuordnung"), ("fr", "Appariement"), ("es", "Asignación")]
)
async def test_coordinators_pages_of_matching_speak_the_language(console, language, heading):
    await console.given(*programme_in_motion(3, 2), *ended_rounds())
    headers = console.token("coordinator") | HTML | {"Accept-Language": language}
    for path in ("/rounds", "/matches", "/matches?state=approved", "/waiting"):
        shown = (await console.http.get(f"/programmes/rm-2026{path}", headers=headers)).text
        page = read_page(shown)
        assert (page.faults(language), page.english()) == ([], []), path
        assert heading in shown


COORDINATORS = ["", "/people", "/people/mentor-1", "/sessions", "/sessions?state=all", "/feedback"]
OPERATORS = ["/ops", "/ops/console/dead-letters", "/ops/console/dead-letters?outgoing=true"]
SAME_IN_GERMAN = re.compile(
    r"^(Mentor|Mentees?|Partner|Feedback|Webhooks|UTC|English|Deutsch|Français|Español|Topics?|System|Name|[a-z]+|\S+[-./]\S+"
    r"|Finance|Sales|Engineering|Goals are met|People take part|People are content|Sessions take place)$"
)
"""Words that are the same in both languages, ids, and what people named."""


@pytest.mark.parametrize("path", COORDINATORS)
async def test_a_coordinators_page_leaves_no_english_behind(console, path):
    await console.given(*programme_in_motion(3, 2), facts.fell_idle(0, "coordinator"), figures_released())
    assert await left_in_english(console, f"/programmes/rm-2026{path}", "coordinator") == set()


@pytest.mark.parametrize("path", OPERATORS)
async def test_an_operators_page_leaves_no_english_behind(console, path):
    await console.given(facts.opened())
    assert await left_in_english(console, path, "ops") == set()


async def left_in_english(console, path, role):
    """The texts that a page in German shares with the one in English."""
    english, german = [await texts_of(console, path, role, language) for language in ("en", "de")]
    assert len(german) > 20
    return {text for text in english & german if not SAME_IN_GERMAN.match(text)}


async def texts_of(console, path, role, language):
    """The texts of a page and of its attributes, without numbers."""
    headers = console.token(role) | HTML | {"Accept-Language": language}
    answer = await console.http.get(path, headers=headers)
    assert answer.status_code == 200
    page = read_page(answer.text)
    assert page.faults(language) == []
    attributes = re.findall(r'(?:aria-label|alt|title|data-label)="([^"]+)"', answer.text)
    texts = {" ".join(text.split()) for text in (*page.text, *attributes)}
    return {text for text in texts if re.search(r"[A-Za-z]{2}", text)}
