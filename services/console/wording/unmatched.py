"""Why somebody has no partner, and why a required pair was not made."""

from typing import Final

from services.console.clients.matching.rounds import MissedReason
from services.console.wording.names import plain_code, rule_name
from shared.contracts.matching import UnmatchedCode, UnmatchedReason
from shared.contracts.vocabulary import Role
from shared.locale import Voice, translatable

_ELSEWHERE: Final = translatable("Their capacity is taken up in other programmes")
_TO_MENTEES: Final = {
    UnmatchedCode.NOBODY_READY: translatable("No mentor is free"),
    UnmatchedCode.RULE: translatable("{rule}: {excluded} of {others} mentors"),
    UnmatchedCode.BELOW_FLOOR: translatable(
        "{eligible} of {others} mentors are allowed, but none reaches the lowest score"
    ),
    UnmatchedCode.ALL_TAKEN: translatable("{eligible} of {others} mentors would fit, but all were taken"),
    UnmatchedCode.TAKEN_ELSEWHERE: _ELSEWHERE,
    UnmatchedCode.NOT_SHOWN: translatable("No partner was found"),
}
"""Why a mentee has no mentor."""
_TO_MENTORS: Final = {
    UnmatchedCode.NOBODY_READY: translatable("No mentee is free"),
    UnmatchedCode.RULE: translatable("{rule}: {excluded} of {others} mentees"),
    UnmatchedCode.BELOW_FLOOR: translatable(
        "{eligible} of {others} mentees are allowed, but none reaches the lowest score"
    ),
    UnmatchedCode.ALL_TAKEN: translatable("{eligible} of {others} mentees would fit, but all were taken"),
    UnmatchedCode.TAKEN_ELSEWHERE: _ELSEWHERE,
    UnmatchedCode.NOT_SHOWN: translatable("No partner was found"),
}
_MISSED: Final = {
    ("not-ready", Role.MENTOR): translatable("The mentor is not ready"),
    ("not-ready", Role.MENTEE): translatable("The mentee is not ready"),
    ("no-free-place", Role.MENTOR): translatable("The mentor has no capacity left"),
    ("no-free-place", Role.MENTEE): translatable("The mentee has no capacity left"),
    ("no-free-place", None): translatable("Other required pairs use the capacity"),
}


def unmatched_reason(voice: Voice, role: str, reason: UnmatchedReason) -> str:
    """Word why somebody in a role has no partner."""
    texts = _TO_MENTEES if role == Role.MENTEE else _TO_MENTORS
    known = {str(code): words for code, words in texts.items()}
    if reason.code not in known:
        return plain_code(reason.code)
    return voice.say(
        known[reason.code],
        rule=rule_name(voice, reason.rule or ""),
        excluded=voice.number(reason.excluded or 0),
        eligible=voice.number(reason.eligible or 0),
        others=voice.number(reason.others or 0),
    )


def missed_reason(voice: Voice, reason: MissedReason) -> str:
    """Word why a required pair was not made."""
    if reason.rule:
        return rule_name(voice, reason.rule)
    words = _MISSED.get((reason.code, reason.role))
    return voice.say(words) if words else plain_code(reason.code)
