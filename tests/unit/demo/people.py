"""People of the demo for tests: each with a client that keeps what is sent."""

from demo.participants import Participant, Participants
from simulation.chance import Chance
from simulation.personas import volunteers
from simulation.sample import make_company

COMPANY = make_company(200, 3)


class Client:
    """Keeps what a person sends; reads answer with what the test has put there."""

    def __init__(self, subject, **answers):
        self.subject, self.answers, self.sent = subject, answers, []

    async def get(self, _, path):
        return self.answers[path]

    async def list(self, _, path, **__):
        return self.answers.get(path, [])

    async def post(self, _, path, body):
        self.sent.append((path, body))

    async def attempt(self, service, path, body):
        await self.post(service, path, body)
        return True


def participants(*, wanted):
    """Everybody who would like to take part and whom a test wants; they take part since the first day."""
    personas = [each for each in volunteers(COMPANY, Chance(3)) if wanted(each)]
    everybody = Participants(Client("coordinator"), [Participant(each, Client(each.id)) for each in personas])
    for who in everybody.people:
        everybody.welcome(who, f"p-{who.persona.id}", 0)
    return everybody
