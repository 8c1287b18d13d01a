"""The queries of coordinators, limited to what they may read: one each for lists, counts and single items."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.relations import Colleague, may_read
from services.feedback.domain.sponsor import Sponsor
from services.feedback.domain.upstream import Participant
from services.feedback.store import (
    CONCERNS,
    HEALTH_RECORDS,
    TENANT_HEALTH_RECORDS,
    TENANT_PARTICIPANTS,
    TENANT_SPONSORS,
)
from shared.messaging import UnitOfWork


async def readable(uow: UnitOfWork, employee_id: str | None) -> dict[str, Any]:
    """Return the query for the concerns of the programme that a coordinator may read; asked anew each time.

    Args:
        uow: of the programme.
        employee_id: the coordinator's; None for one who is no employee.
    """
    if employee_id is None:
        return {}
    rows = await uow.aggregate(CONCERNS, [{"$group": {"_id": "$employee_id"}}])
    pairs = await outside_pairs(uow, [employee_id], sorted(row["_id"] for row in rows))
    return {"employee_id": {"$in": sorted(reporter for _, reporter in pairs)}}


async def outside_pairs(
    uow: UnitOfWork, readers: Iterable[str], reporters: Iterable[str]
) -> set[tuple[str, str]]:
    """Return the pairs of a reader and a reporter, by employee, whose concerns the reader may read."""
    readers, reporters = list(readers), list(reporters)
    colleagues = await _colleagues(uow, [*reporters, *readers])
    partners = await _colleagues(
        uow, sorted({id_ for reporter in reporters for id_ in colleagues[reporter].partners or ()})
    )
    return {
        (reader, reporter)
        for reporter in reporters
        for reader in readers
        if may_read(
            colleagues[reader],
            colleagues[reporter],
            [partners[id_] for id_ in sorted(colleagues[reporter].partners or ())],
        )
    }


async def pairings_for(uow: UnitOfWork, employee_id: str | None) -> dict[str, Any]:
    """Return the query for the pairings a coordinator may read about.

    Not their own, nor those of people they are or were paired with in any programme of the tenant; none at
    all while such a person is unknown.
    """
    if employee_id is None:
        return {}
    reader = (await _colleagues(uow, [employee_id]))[employee_id]
    if reader.partners is None:
        return {"id": {"$in": []}}
    people = {"$in": sorted({employee_id, *reader.partners})}
    return {"$nor": [{"mentor_employee_id": people}, {"mentee_employee_id": people}]}


async def check_ins_for(uow: UnitOfWork, employee_id: str | None) -> dict[str, Any]:
    """Return the query for the check-ins about such pairings."""
    pairings = await pairings_for(uow, employee_id)
    if not pairings:
        return {}
    hidden = await uow.aggregate(HEALTH_RECORDS, [{"$project": {"_id": 0, "id": 1}}], {"$nor": [pairings]})
    return {"pairing_id": {"$nin": sorted(row["id"] for row in hidden)}}


async def _colleagues(uow: UnitOfWork, employee_ids: Iterable[str]) -> dict[str, Colleague]:
    """Return the facts about employees in all programmes of the tenant."""
    ids = sorted(set(employee_ids))
    people = await uow.find(TENANT_PARTICIPANTS, {"employee_id": {"$in": ids}})
    by_employee: defaultdict[str, list[Participant]] = defaultdict(list)
    for person in people:
        by_employee[person.employee_id].append(person)
    own, among = {"$in": ids}, {"$in": sorted(person.id for person in people)}
    sides = {"mentor_employee_id": own, "mentee_employee_id": own, "mentor_id": among, "mentee_id": among}
    records = await uow.find(TENANT_HEALTH_RECORDS, {"$or": [{name: value} for name, value in sides.items()]})
    whose = {person.id: person.employee_id for person in people}
    partners = _partners(records, whose)
    sponsors = await uow.find(TENANT_SPONSORS, {"employee_id": {"$in": ids}})
    return {
        id_: _colleague(
            id_,
            by_employee[id_],
            [each for each in sponsors if each.employee_id == id_],
            partners.get(id_, set()),
        )
        for id_ in ids
    }


def _colleague(
    employee_id: str, people: list[Participant], sponsors: list[Sponsor], partners: set[str | None]
) -> Colleague:
    known: list[Participant | Sponsor] = [*people, *sponsors]
    lines = [one.line for one in known if one.line is not None]
    return Colleague(
        employee_id=employee_id,
        takes_part=bool(people),
        line=frozenset(id_ for line in lines for id_ in line) if lines else None,
        partners=None if None in partners else frozenset(id_ for id_ in partners if id_),
    )


def _partners(records: Iterable[HealthRecord], whose: Mapping[str, str]) -> dict[str, set[str | None]]:
    """Return everybody's partners by employee id; None stands for one who is unknown yet."""
    partners: defaultdict[str, set[str | None]] = defaultdict(set)
    for record in records:
        mentor = record.mentor_employee_id or whose.get(record.mentor_id)
        mentee = record.mentee_employee_id or whose.get(record.mentee_id)
        for one, other in ((mentor, mentee), (mentee, mentor)):
            if one:
                partners[one].add(other)
    return dict(partners)
