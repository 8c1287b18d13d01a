"""Getting ready, once a mail asks for it: the questionnaire, the programme's own questions, the training."""

from collections.abc import Awaitable, Callable
from typing import Final

from demo.client import Json
from demo.participants import Participant
from simulation.behaviour import Behaviour

OWN_QUESTIONS: Final = (
    {
        "id": "meeting-place",
        "kind": "choice",
        "texts": {"en": "Where would you like to meet?", "de": "Wo möchten Sie sich treffen?"},
        "options": [
            {"id": "office", "texts": {"en": "In the office", "de": "Im Büro"}},
            {"id": "video", "texts": {"en": "By video", "de": "Per Video"}},
            {"id": "walk", "texts": {"en": "On a walk", "de": "Bei einem Spaziergang"}},
        ],
        "matching": True,
    },
    {
        "id": "hope",
        "kind": "text",
        "texts": {"en": "What do you hope for?", "de": "Was erhoffen Sie sich?"},
        "required": False,
    },
)
_HOPE: Final = "To see my work through other eyes."
Step = Callable[[Participant], Awaitable[None]]


class Preparing:
    """Lets people get ready.

    Args:
        behaviour: decides what they do.
    """

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._asked: dict[str, Json] = {}
        self._right_answers: dict[str, Json] = {}

    def next_step(self, who: Participant, days_in: int) -> Step | None:
        """Return the next step of a person, by the days since joining; None for nothing today."""
        persona, behaviour = who.persona, self._behaviour
        if "assessed" not in who.done and days_in >= behaviour.assesses_after(persona):
            return self._assess
        if "answered" not in who.done and "assessed" in who.done:
            return self._answer
        if "trained" not in who.done and days_in >= behaviour.trains_after(persona):
            return self._train
        return None

    async def _assess(self, who: Participant) -> None:
        asked = await self._fetch(who, f"/assessments/{who.persona.role}")
        body = {
            "version": asked["version"],
            "answers": self._choices(who, asked["items"]),
            "style": self._behaviour.style(who.persona),
        }
        await who.me.post("enrollment", f"/participants/{who.id}/assessment", body)
        who.done.add("assessed")

    async def _answer(self, who: Participant) -> None:
        """Answer the programme's own questions; one in three writes something, too."""
        asked = await self._fetch(who, f"/questions/{who.persona.role}")
        choices = [question for question in asked["questions"] if question["options"]]
        answers: Json = self._choices(who, choices)
        if self._behaviour.writes_a_hope(who.persona):
            answers = answers | {"hope": _HOPE}
        body = {"version": asked["number"], "answers": answers}
        await who.me.post("enrollment", f"/participants/{who.id}/answers", body)
        who.done.add("answered")

    async def _fetch(self, who: Participant, path: str) -> Json:
        if path not in self._asked:
            self._asked[path] = await who.me.get("enrollment", path)
        return self._asked[path]

    def _choices(self, who: Participant, items: list[Json]) -> dict[str, str]:
        options = [(item["id"], [option["id"] for option in item["options"]]) for item in items]
        return self._behaviour.answers(who.persona, options)

    async def _train(self, who: Participant) -> None:
        """Read the modules that the programme asks for, and answer their checks until all is right."""
        training = await who.me.get("enrollment", "/me/training")
        for own in training["items"]:
            if own["required"]:
                await self._complete(who, own["module"])
        who.done.add("trained")

    async def _complete(self, who: Participant, module: str) -> None:
        known = self._right_answers.get(module)
        if known is None:
            shown = await who.me.get("enrollment", f"/training/{module}")
            known = {"version": shown["version"], "answers": [0] * len(shown["questions"])}
        checked: Json = {"completed": False}
        while not checked["completed"]:
            path = f"/participants/{who.id}/training/{module}/answers"
            checked = await who.me.post("enrollment", path, known)
            marks = zip(known["answers"], checked["questions"], strict=True)
            known = known | {"answers": [given + (not mark["right"]) for given, mark in marks]}
        self._right_answers[module] = known
