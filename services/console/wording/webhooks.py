"""The words for webhooks: their events, states and failures."""

from typing import Final

from shared.locale import Voice, translatable

EVENTS: Final = {
    translatable("Programmes and people"): {
        "mentoring.enrollment.programme-opened.v1": translatable("A programme is opened"),
        "mentoring.enrollment.programme-changed.v1": translatable("A programme's plan is changed"),
        "mentoring.enrollment.programme-started.v1": translatable("A programme begins"),
        "mentoring.enrollment.programme-closing.v1": translatable("A programme is closing"),
        "mentoring.enrollment.programme-completed.v1": translatable("A programme is completed"),
        "mentoring.enrollment.programme-cancelled.v1": translatable("A programme is cancelled"),
        "mentoring.enrollment.employees-imported.v1": translatable("A personnel file is imported"),
        "mentoring.enrollment.participant-enrolled.v1": translatable("A person joins a programme"),
        "mentoring.enrollment.training-completed.v1": translatable("A person completes a module"),
        "mentoring.enrollment.training-expired.v1": translatable("A completed module expires"),
        "mentoring.enrollment.participant-ready.v1": translatable("A person is ready to be matched"),
        "mentoring.enrollment.participant-withdrawn.v1": translatable("A person leaves a programme"),
    },
    translatable("Matching and pairings"): {
        "mentoring.matching.matching-policy-changed.v1": translatable("The policy is changed"),
        "mentoring.matching.round-requested.v1": translatable("A matching is started"),
        "mentoring.matching.round-previewed.v1": translatable("A try-out is computed"),
        "mentoring.matching.round-failed.v1": translatable("A matching fails"),
        "mentoring.matching.round-cancelled.v1": translatable("A matching is stopped"),
        "mentoring.matching.round-discarded.v1": translatable("A matching is discarded"),
        "mentoring.matching.pairing-activated.v1": translatable("Two people become a pairing"),
        "mentoring.matching.pairing-ended.v1": translatable("A pairing ends"),
    },
    translatable("Sessions"): {
        "mentoring.scheduling.session-planned.v1": translatable("A session is planned"),
        "mentoring.scheduling.session-moved.v1": translatable("A session gets a new time"),
        "mentoring.scheduling.session-cancelled.v1": translatable("A session is cancelled"),
        "mentoring.scheduling.session-held.v1": translatable("A session was held"),
    },
}
"""The events that a webhook may carry, by section."""
TEST: Final = "mentoring.notification.webhook-tested.v1"
STATES: Final = {
    "active": ("ready", translatable("Active")),
    "paused": ("needs-attention", translatable("Paused")),
    "disabled": ("failed", translatable("Disabled")),
}
"""The state of a webhook: how it is coloured, and its name."""
DELIVERY_STATES: Final = {
    "planned": ("planned", translatable("Waits")),
    "failed": ("retrying", translatable("Tried again")),
    "delivered": ("ready", translatable("Delivered")),
    "given-up": ("failed", translatable("Given up")),
}
FAILURES: Final = {
    "status": translatable("The receiver answered with an error."),
    "gone": translatable("The receiver refuses further events."),
    "redirect": translatable("The receiver answered with another address, which is not followed."),
    "timeout": translatable("The receiver answered too slowly."),
    "connection": translatable("There is no connection, or no valid certificate."),
    "address": translatable("The address is not a public one."),
    "too-large": translatable("The event is too large."),
    "secret": translatable("The secret cannot be opened; replace it."),
}
DISABLED: Final = {
    "gone": translatable("The receiver refuses further events."),
    "failed": translatable("A delivery failed in every try, over three days."),
}


def event_name(voice: Voice, event_type: str) -> str:
    """Return the name of an event; one that a later release adds is shown by its type."""
    if event_type == TEST:
        return voice.say("A test event")
    for names in EVENTS.values():
        if event_type in names:
            return voice.say(names[event_type])
    return event_type
