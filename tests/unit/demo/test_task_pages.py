import httpx
import pytest

from demo.client import Refused, Web
from demo.task_pages import TaskPages
from simulation.chance import Chance

LINK = "http://console:81/task/secret"


class Always(Chance):
    def happens(self, probability, *_):
        return probability > 0


class Never(Chance):
    def happens(self, *_):
        return False


class Console:
    """Answers as the console does, and keeps what it was asked."""

    def __init__(self, page, sent=200):
        self.page, self.requests = page, []
        self.answer = lambda: httpx.Response(sent)

    def __call__(self, request):
        self.requests.append(request)
        if request.method == "POST":
            return self.answer()
        return self.page


def pages(console, chance=Always):
    http = httpx.AsyncClient(transport=httpx.MockTransport(console))
    return TaskPages(Web({"console": "http://console:81"}, http), chance(1))


def form(name):
    return httpx.Response(200, text=f'<form action="/task/secret/{name}">')


async def test_the_page_is_opened_before_its_form_is_sent_from_the_same_origin():
    console = Console(form("proposal"))
    assert await pages(console).act(LINK, "proposal", {"accept": "yes"}, "E1", "p1")
    shown, sent = console.requests
    assert (shown.method, shown.url.path) == ("GET", "/task/secret")
    assert (sent.method, sent.url.path) == ("POST", "/task/secret/proposal")
    assert sent.content == b"accept=yes"
    assert sent.headers["origin"] == "http://console:81"


async def test_the_pages_before_it_each_lead_to_the_next():
    console = Console(form("pulse"))
    onward = httpx.Response(303, headers={"location": "/task/secret?step=2"})
    answers = iter([onward, onward, httpx.Response(200)])
    console.answer = lambda: next(answers)
    before = [{"step": "1"}, {"step": "2"}]
    assert await pages(console).act(LINK, "pulse", {"act": "send"}, "E1", "s1", before=before)
    assert [sent.content for sent in console.requests[1:]] == [b"step=1", b"step=2", b"act=send"]


async def test_a_page_that_leads_nowhere_is_the_last_one():
    console = Console(form("pulse"))
    assert not await pages(console).act(LINK, "pulse", {}, "E1", "s1", before=[{"step": "1"}])
    assert len(console.requests) == 2


@pytest.mark.parametrize(("page", "sent"), [(httpx.Response(410), 200), (form("proposal"), 409)])
async def test_a_task_that_fell_away_is_not_done(page, sent):
    assert not await pages(Console(page, sent)).act(LINK, "proposal", {}, "E1", "p1")


async def test_a_page_without_the_form_ends_the_run():
    with pytest.raises(Refused, match="check-in"):
        await pages(Console(form("proposal"))).act(LINK, "check-in", {}, "E1", "c1")


@pytest.mark.parametrize(("link", "chance"), [("", Always), (LINK, Never)])
async def test_the_other_acts_open_no_page(link, chance):
    console = Console(form("proposal"))
    assert not await pages(console, chance).act(link, "proposal", {}, "E1", "p1")
    assert console.requests == []
