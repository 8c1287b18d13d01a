"""A fingerprint of everything a round was computed from."""

from hashlib import sha256

from services.matching.domain.people.person import Person
from services.matching.domain.rounds.pool import Pool, Terms
from shared.contracts.vocabulary import Role


def digest(pool: Pool, terms: Terms) -> str:
    """SHA-256 over people, rules, policy, day and seed, whatever the order people came in."""
    hasher = sha256()
    for part in (terms.rules.model_dump_json(), _policy(terms), terms.day.isoformat()):
        hasher.update(part.encode() + b"\n")
    hasher.update(terms.seed.encode() + b"\n")
    if terms.adjustment:
        hasher.update(terms.adjustment.model_dump_json().encode() + b"\n")
    for definition in terms.defined:
        hasher.update(definition.model_dump_json().encode() + b"\n")
    if terms.shortlists:
        choice = terms.policy.choice
        whose = "" if choice.chooser is Role.MENTEE else f" for {choice.chooser}s"
        hasher.update(f"lists of {choice.shown}{whose}\n".encode())
    if pool.named is not None:
        hasher.update(f"{sorted(pool.named)}\n".encode())
    for person in sorted((*pool.mentors, *pool.mentees), key=lambda p: p.id):
        hasher.update(_line(person, prioritised=person.id in pool.prioritised).encode())
    return hasher.hexdigest()


def _policy(terms: Terms) -> str:
    """Return the settings that affect a round; the mode of choice, small rounds and the target do not."""
    return terms.policy.model_dump_json(exclude={"choice", "following", "service_level"})


def _line(person: Person, *, prioritised: bool) -> str:
    partners = [
        *sorted({*person.together, *person.do_not_match}),
        *sorted(f"{one.partner_id} {one.on}" for one in person.lapsed),
        *sorted(f"{id_} declared" for id_ in person.conflicts),
    ]
    return f"{person.id} {person.free_places} {prioritised} {partners} {person.profile.model_dump_json()}\n"
