"""A small legal history, and ways to spoil it."""

from dataclasses import replace

from chaos.history import Command, Evidence, Expected, HostileArrival, Record

OWNER = {
    "programme": "enrollment",
    "participant": "enrollment",
    "training": "enrollment",
    "proposal": "matching",
    "pairing": "matching",
    "series": "scheduling",
    "session": "scheduling",
    "check-in": "feedback",
    "figures": "feedback",
}
READY = "mentoring.enrollment.participant-ready.v1"
TIMER = "mentoring.matching.proposal-expiry-due.v1"
PAIR = {"mentor_id": "ann", "mentee_id": "bob"}
ABOUT = {"pairing_id": "pair", **PAIR}
ASKED = {"session_id": "s1", "pairing_id": "pair"}
STEPS = [
    ("programme-opened", "prog", {"rules": {"idle_warn_days": 30}}),
    ("participant-enrolled", "ann", {}),
    ("participant-ready", "ann", {"profile": {"capacity": 1}}),
    ("participant-enrolled", "bob", {}),
    ("participant-ready", "bob", {"profile": {"capacity": 1}}),
    ("proposal-made", "prop", {"proposal_id": "prop", **PAIR}),
    ("proposal-approved", "prop", PAIR),
    ("proposal-accepted", "prop", {"by": "mentor"}),
    ("pairing-activated", "pair", {"proposal_id": "prop", **PAIR}),
    ("proposal-accepted", "prop", {"by": "mentee"}),
    ("series-planned", "pair", {"sessions": 1}),
    ("session-planned", "s1", ABOUT),
    ("session-held", "s1", ABOUT),
    ("check-in-requested", "c1", {**ASKED, "participant_id": "ann"}),
    ("check-in-requested", "c2", {**ASKED, "participant_id": "bob"}),
    ("check-in-submitted", "c1", {**ASKED, "participant_id": "ann"}),
    ("figures-released", "prog", {"figures": [{"votes": 8}]}),
]

HOSTILE = [
    HostileArrival("mentoring.enrollment", "t/0/7", "d1", "tombstone", READY, (True, True)),
    HostileArrival("mentoring.enrollment", "t/0/8", "d2", "no-field", TIMER, (True, False), "noted"),
    HostileArrival("mentoring.enrollment", "t/0/9", "d3", "unknown-type", READY, (False, False)),
    HostileArrival("mentoring.matching", "u/0/1", "d4", "tombstone", READY, (True, True)),
]
"""A dead letter; one of a type without a reaction; one to skip; one on a topic that nobody reads."""


def record(fact, subject, data=None, *, sequence, offset, command=""):
    owner = OWNER[fact.rpartition("-")[0]]
    key = f"{subject}/{fact.rpartition('-')[0]}"
    return Record(
        topic=f"mentoring.{owner}",
        partition=0,
        offset=offset,
        id=f"{key}#{sequence}",
        type=f"mentoring.{owner}.{fact}.v1",
        key=key,
        subject=subject,
        sequence=sequence,
        time="2026-01-05T09:00:00+00:00",
        trace=command or f"do-{fact}-{subject}",
        data=data or {},
    )


def records(steps):
    history = []
    for fact, subject, data in steps:
        one = record(fact, subject, data, sequence=1, offset=len(history))
        earlier = sum(other.key == one.key for other in history)
        sequence = earlier + 1
        history.append(replace(one, sequence=sequence, id=f"{one.key}#{sequence}"))
    return history


def outbox(record, *, published=True):
    return {
        "_id": record.id,
        "type": record.type,
        "published_at": "now" if published else None,
    }


def legal(steps=STEPS):
    """The evidence of a run in which all went well."""
    history = records(steps)
    rows = {
        "enrollment": {},
        "matching": {
            "programmes": [{"id": "prog", "rules": {"idle_warn_days": 30}}],
            "people": [
                {
                    "id": name,
                    "profile": {"capacity": 1},
                    "active_pairings": ["pair"],
                    "open_proposals": [],
                }
                for name in ("ann", "bob")
            ],
            "inbox": [
                {"_id": {"consumer": "matching", "event": one.id}} for one in history if one.type == READY
            ],
            "parked": [{"_id": "letter", "record": {"digest": "d1"}}],
        },
        "scheduling": {
            "programmes": [{"id": "prog", "rules": {"idle_warn_days": 30}}],
            "participants": [{"id": name, "withdrawn": False} for name in ("ann", "bob")],
            "series": [{"id": "pair", "ended": False}],
            "sessions": [{"id": "s1", "state": "held"}],
        },
        "feedback": {
            "programmes": [{"id": "prog", "rules": {"idle_warn_days": 30}}],
            "participants": [{"id": name, "standing": "ready"} for name in ("ann", "bob")],
            "check_ins": [{"id": "c1", "state": "answered"}, {"id": "c2", "state": "requested"}],
            "pairing_answers": [{"id": "pair", "answers": 1}],
            "health_records": [{"id": "pair", "sessions": [{"session_id": "s1", "state": "held"}]}],
        },
        "console": {
            "programmes": [{"id": "prog", "rules": {"idle_warn_days": 30}}],
            "people": [{"id": name, "state": "ready"} for name in ("ann", "bob")],
            "proposals": [{"id": "prop", "state": "accepted"}],
            "pairings": [{"id": "pair", "state": "active", "held": 1}],
            "sessions": [{"id": "s1", "state": "held"}],
            "released": [{"id": "prog", "figures": [{"votes": 8}]}],
            "tallies": [
                {
                    "counts": {
                        "proposals:accepted": 1,
                        "pairings:active": 1,
                        "sessions:held": 1,
                        "week:2026-01-05:held": 1,
                    }
                }
            ],
        },
    }
    for one in history:
        rows[one.type.split(".")[1]].setdefault("outbox", []).append(outbox(one))
    command = Command("do-session-held-s1", "POST", (Expected(("session-held",), "s1", PAIR),))
    return Evidence(
        records=history,
        committed=[one.id for one in history],
        commands=[command],
        unanswered=[],
        rows=rows,
        reacts={"matching": frozenset({READY})},
        timers=frozenset({TIMER}),
        hostile=HOSTILE,
        reads={"matching": frozenset({"mentoring.enrollment"})},
    )


def more(evidence, *steps):
    """The same with further events, which the services' own state knows nothing of."""
    known = [(one.fact, one.subject, one.data) for one in evidence.records]
    longer = legal([*known, *steps])
    return replace(evidence, records=longer.records, committed=longer.committed, rows=longer.rows)


def without(evidence, fact, subject):
    """The same, one event having never reached its topic."""
    kept = [one for one in evidence.records if (one.fact, one.subject) != (fact, subject)]
    return replace(evidence, records=kept)
