"""Fields about people, pairs and rounds that are not personal, each with the reason."""

_ROUND = "a count or a sum over a whole round"
_OUTCOME = "how the computation of a round ended"
_PROGRAMME = {
    "evergreen": "whether a programme has an end",
    "words": "the number of a version of texts",
}

EVERYWHERE = {
    "role": "mentor or mentee: which end of a pair an event is about, and nothing more",
    "number": "the place in a series",
}
"""Fields of these names, in whichever event."""

NOT_ABOUT_PEOPLE = {
    "AdmissionRules": "what a coordinator has set for a programme",
    "ProgrammeRules": "what a coordinator has set for a programme",
    "Objective": "a programme's aim",
    "FeatureDefinition": "what a programme asks its people, not what they answer",
    "FigureEntered": "a figure of the whole programme",
    "RoundProgressed": "figures of a computation",
    "EffectMeasured": "of at least thirty people together, on each side",
    "Comparison": "of at least thirty people together, on each side",
    "MeasuredOutcome": "of at least thirty people together, on each side",
    "RecommendedWeight": "of at least 200 pairings together",
    "ReleasedFigure": "of at least eight people together, blurred",
    "ReleasedOwn": "of at least eight people together, blurred",
    "ReleasedRecommendation": "of at least eight people together, blurred",
    "ReleasedChanges": "of at least eight people together, blurred",
    "ConsoleEventFailed": "what failed in a service",
    "EnrollmentEventFailed": "what failed in a service",
    "FeedbackEventFailed": "what failed in a service",
    "MatchingEventFailed": "what failed in a service",
    "NotificationEventFailed": "what failed in a service",
    "SchedulingEventFailed": "what failed in a service",
    "ChangeShare": "of at least eight people together, blurred",
    "ResponseRate": "of at least eight people together, blurred",
}

NOT_PERSONAL = {
    "ApplicationReceived": {"to_decide": "what the programme's rules ask for"},
    "AssessmentCompleted": {
        "instrument": "the questionnaire, one for each role",
        "instrument_version": "of the questionnaire",
    },
    "EmployeesImported": dict.fromkeys(("accepted", "rejected", "left"), "a count over a whole import"),
    "MatchingProfile": {
        "capacity": "how many pairings at once; needed to see why a place is not taken",
        "total_capacity": "the same over all programmes",
    },
    "ProgrammeChanged": _PROGRAMME,
    "ProgrammeOpened": _PROGRAMME,
    "ParticipantEnrolled": {"to_train": "whether the programme asks for a training"},
    "TrainingCompleted": {
        "module": "what the programme asks for, the same for everybody in a role",
        "left": "how far somebody is on the way to ready, as the steps themselves tell",
    },
    "TrainingExpired": {"module": "what the programme asks for, the same for everybody in a role"},
    "TrainingExpiryDue": {"module": "what the programme asks for, the same for everybody in a role"},
    "PulseDue": {"day": "the programme's rule"},
    "PairingFellIdle": {"step": "what the platform does next, by the programme's rules"},
    "CriterionFit": {
        "criterion": "the policy's name for it",
        "weight": "of the programme's policy",
    },
    "WeightsLearned": dict.fromkeys(
        ("pairings", "needed", "probability"), "of all rated pairings of a programme together"
    ),
    "MatchOverdue": {"target_days": "the programme's rule"},
    "MatchingPolicyChanged": {"policy_version": "of the programme's policy"},
    **{
        name: {"chooser": "which end of the pair has a list to choose from, by the round's options"}
        for name in ("ProposalMade", "ProposalShown", "ProposalChosen")
    },
    "RematchOffered": {"first_in_line": "how the platform orders those who wait"},
    "FailureReason": {
        "code": "what kept a round from being computed",
        "subject": "the rule or feature that did",
    },
    "RoundPreviewed": {"outcome": _OUTCOME}
    | dict.fromkeys(("gap", "pairs", "total_score", "unmatched_people"), _ROUND),
    "RoundProposed": {"outcome": _OUTCOME, "solver": "the solver's name and version"}
    | dict.fromkeys(
        (
            "bound",
            "dropped",
            "gap",
            "mentees",
            "mentors",
            "proposals",
            "total_score",
            "unmatched_people",
        ),
        _ROUND,
    ),
    "RoundRequested": {"cause": "who or what began the round", "preview": "whether it is a what-if"},
    "ShortlistShown": {"count": "how long a list is, by the round's options"},
    "CancellationAlarmRaised": {"in_a_row": "how many sessions fell through; the programme's rule is met"},
    "CertificateIssued": {"sessions": "follows from the events of the sessions"},
    "SeriesEnded": {"held": "follows from the events of the sessions"},
    "SeriesPlanned": {
        "sessions": "how many sessions a series has",
        "unplaced": "how many found no time; needed to see why a series is short",
    },
    "SessionReminded": {"hours_before": "the programme's rule"},
    "SessionReminderDue": {"hours_before": "the programme's rule"},
}
