"""Matching as processes of their own, with people to be paired."""

from services.matching.store import PEOPLE
from tests.helpers.replicas import Replicas, replicas_of
from tests.unit.matching.matching_people import mentee, mentor, topics

WORDS = ("ai", "data", "social", "cloud", "video", "agile", "privacy")


class MatchingReplicas(Replicas):
    """The processes of one test, and their people."""

    async def populate(self, programme, number, tenant="acme"):
        """Mentors and mentees who differ in what they offer and want; returned as they are kept."""
        changes = {"tenant": tenant, "programme": programme}
        people = [
            make(f"{n}", topics=topics(**{WORDS[n * k % 7]: n % 3 + 1}), grade=grade + n % 2).model_copy(
                update={**changes, "id": f"{programme}-{make.__name__}-{n}"}
            )
            for make, grade, k in ((mentor, 1, 3), (mentee, 8, 5))
            for n in range(number)
        ]
        for start in range(0, len(people), 5000):
            rows = [PEOPLE.to_document(person) for person in people[start : start + 5000]]
            await self.db[PEOPLE.name].insert_many(rows)
        return people


def matching_replicas_of(environment):
    """Room for replicas of matching."""
    return replicas_of(environment, "matching", MatchingReplicas)
