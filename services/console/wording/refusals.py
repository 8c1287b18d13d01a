"""Refusals of services in the reader's language, by their codes."""

from typing import Final

from shared.locale import translatable

REFUSALS: Final = {
    "takes-part-already": translatable("This person takes part in the programme already."),
    "applied-in-other-role": translatable(
        "There is an application for the other role already. Withdraw it first."
    ),
    "enrolled-in-other-role": translatable("You take part in the other role already."),
    "by-invitation-only": translatable("Only invited people can join this programme."),
    "application-needed": translatable("Apply first: a coordinator decides who joins this programme."),
    "places-taken": translatable("All places are taken. Apply, and you are on the waitlist."),
    "employee-cannot-take-part": translatable("Nobody with this id can take part at present."),
    "unknown-employee": translatable("Nobody in the personnel data has this id."),
    "region-not-in-programme": translatable("The programme does not take place in the region {region}."),
    "employee-not-begun": translatable("This person can join from their first working day on: {day}."),
    "left-organisation": translatable("This person has left the organisation."),
    "consent-needed": translatable("Taking part needs your consent to the terms."),
    "terms-changed": translatable("The terms have changed. Read them again before you consent."),
    "consent-due": translatable("The terms have changed. Read them on My programme and agree first."),
    "terms-version-taken": translatable("There are terms of version {version} already. Choose another name."),
    "too-many-terms": translatable("There are {most} versions already."),
    "unknown-terms": translatable("There are no such terms."),
    "participant-withdrawn": translatable(
        "This person has left the programme. They have to join again first."
    ),
    "left-programme": translatable("You have left this programme."),
    "too-many-questions": translatable(
        "{most} of your questions wait for an answer already. Delete one, or wait for an answer."
    ),
    "question-answered": translatable("Somebody has answered this question meanwhile."),
    "too-many-published-answers": translatable(
        "A programme has {most} published answers at most. Take one back first."
    ),
    "contact-answer-over": translatable("The time to say whether you stay in touch is over."),
    "private-reason-of-participant": translatable("Only participants can state a private reason."),
    "working-day-ends-before-start": translatable("A working day ends after it starts, on the same day."),
    "working-day-too-short": translatable("A working day has at least four hours."),
    "topic-repeated": translatable("Choose each topic once."),
    "unknown-topic": translatable("There is no such topic. Choose one from the list."),
    "unknown-topic-group": translatable("There is no such group of topics."),
    "topic-known": translatable("There is such a topic already."),
    "topic-without-letters": translatable("Give the topic a name with letters."),
    "too-many-topics": translatable("Your organisation has {most} topics of its own already."),
    "answer-out-of-range": translatable("The answer is from {low} to {high}."),
    "answer-of-other-kind": translatable("This is not an answer to the question."),
    "questions-changed": translatable("Somebody has changed the questions meanwhile. Open the page again."),
    "too-many-versions": translatable("There are {most} versions already."),
    "words-changed": translatable("Somebody has changed the words meanwhile. Open the page again."),
    "roles-alike": translatable("Both roles have this name. Choose another one."),
    "scale-without-length": translatable("The highest number is above the lowest."),
    "feature-taken": translatable("{id} means something else in matching already. Change the first words."),
    "answer-missing": translatable("An answer is missing."),
    "questionnaire-changed": translatable("The questionnaire has changed. Please answer the new one."),
    "other-training": translatable("This module is for the other role."),
    "unknown-training": translatable("There is no such module; choose some of those on the page."),
    "activities-changed": translatable("Somebody has changed the activities meanwhile. Open the page again."),
    "circle-changed": translatable("Somebody has changed the circle meanwhile. Open it again."),
    "circle-concluded": translatable("The circle is concluded with the programme."),
    "circle-size": translatable("A circle has 2 to {most} members."),
    "too-many-circles": translatable("A programme has {most} circles at most."),
    "no-mentor-of-programme": translatable("No mentor of this programme, or several: {person}"),
    "date-not-ahead": translatable("Choose a future time within three years."),
    "date-not-over": translatable("This date has not taken place."),
    "date-over": translatable("This date is past, or was cancelled."),
    "too-many-dates": translatable("There are {most} dates already."),
    "too-many-notes": translatable("A circle has {most} notes at most. Delete one first."),
    "module-changed": translatable("Somebody has changed the module meanwhile. Open it again."),
    "module-of-another-programme": translatable("Coordinators of another programme write this module."),
    "too-many-modules": translatable("Your organisation has {most} modules of its own already."),
    "too-many-modules-asked": translatable("A programme asks for {most} modules at most."),
    "check-differs": translatable("Each language has the same {count} questions."),
    "options-differ": translatable("Each language has the same {count} answers to choose from."),
    "right-without-option": translatable("Choose the right answer."),
    "training-version": translatable("The module has changed. Please read it again."),
    "training-answers": translatable("Answer each of the {count} questions."),
    "person-unknown": translatable("Nobody in the personnel data has this address or id."),
    "person-ambiguous": translatable("Several people share this address. Give the employee id."),
    "sponsor-of-own-pairing": translatable("This person is one of the two. A sponsor is somebody else."),
    "sponsor-in-line": translatable("A sponsor is neither above nor below one of the two."),
    "sponsor-not-senior": translatable("A sponsor is senior to the mentor."),
    "delegate-of-oneself": translatable("You cannot be your own assistant."),
    "delegate-is-mentor": translatable("Your mentor can't be your assistant. Choose somebody else."),
    "named-already": translatable("Somebody is named already. End that first."),
    "asked-lately": translatable(
        "You have asked this person within the last {days} days. Choose somebody else, or ask again later."
    ),
    "asked-many-lately": translatable(
        "You have asked {most} people within the last {days} days. Wait a while."
    ),
    "appointment-over": translatable("You are no longer asked. There is nothing to do."),
    "own-application": translatable("Another coordinator decides about your own application."),
    "application-decided": translatable("This application is no longer waiting for a decision."),
    "programme-id-taken": translatable("There is a programme with this id already."),
    "id-reserved": translatable("This id is reserved. Choose another one."),
    "too-many-programmes": translatable("An organisation has at most {most} programmes."),
    "template-or-copy-needed": translatable("Choose a template, or a programme to copy."),
    "template-name-taken": translatable("There is a template of that name already. Choose another one."),
    "too-many-templates": translatable("Your organisation has {most} templates already. Delete one first."),
    "pairing-length-needed": translatable("Pairings of a programme without an end need a length in weeks."),
    "unknown-cohort": translatable("There is no such earlier programme."),
    "region-needed": translatable("Name at least one region."),
    "listed-twice": translatable("Something is listed twice."),
    "day-out-of-range": translatable("Choose a day between {first} and {last}."),
    "due-before-start": translatable("A key result is due on the first day of the programme or later."),
    "key-result-computed": translatable("The platform computes this key result itself."),
    "ends-before-start": translatable("The last day is after the first."),
    "programme-too-long": translatable("A programme lasts three years at most."),
    "programme-too-late": translatable("The programme would end too late. Choose an earlier first day."),
    "last-day-passed": translatable("The last day has passed."),
    "alarm-before-warning": translatable("The alarm comes after the warning."),
    "end-before-alarm": translatable("The end comes after the alarm."),
    "plan-changed": translatable("Somebody has changed the plan meanwhile. Read it before you change it."),
    "programme-state": translatable("The programme has this state already, or is past it."),
    "programme-over": translatable("The programme is over. Set up a new one."),
    "programme-not-draft": translatable("Only a draft can be discarded."),
    "programme-draft": translatable("The programme is a draft. It has to be opened first."),
    "programme-admits-nobody": translatable("The programme takes no new participants."),
    "programme-matches-nobody": translatable(
        "The programme is about to end, or is over: nobody is matched any more."
    ),
    "too-many-people-of-name": translatable(
        "More than {most} people have such a name. Type more of the name."
    ),
    "answer-too-late": translatable("The time to answer is over."),
    "proposal-closed": translatable("The proposal is closed. It can't be answered any more."),
    "proposal-state": translatable("A proposal has changed meanwhile. Open the page again to see it."),
    "proposal-not-choosable": translatable("This person can't be chosen any more. Choose another one."),
    "not-on-shortlist": translatable("This person is not on your list any more. Choose another one."),
    "no-shortlist": translatable("You have no list now. You can ask for one."),
    "no-shortlist-yet": translatable(
        "You have no list now. You get one as soon as the coordinators have approved it."
    ),
    "shortlist-over": translatable("The time to choose from this list is over."),
    "shortlist-just-over": translatable(
        "The time to choose from your list has just ended. Ask again in a moment."
    ),
    "shortlist-prepared": translatable(
        "A list is being prepared for you. The coordinator has to approve it."
    ),
    "no-lists": translatable("In this programme the coordinator does the matching: there are no lists."),
    "others-choose": translatable(
        "In this programme the other side chooses. You are asked once somebody has chosen you."
    ),
    "nobody-free": translatable("Nobody whom the rules allow has capacity now. Ask again later."),
    "asked-too-often": translatable("You have asked for others as often as is possible."),
    "no-capacity-for-more": translatable("You have no capacity for another partner."),
    "no-search-between-rounds": translatable(
        "No partner is sought between the programme's matchings. Say no without asking for another partner."
    ),
    "too-many-at-a-time": translatable(
        "Many people of your organisation ask at this moment. Try again in a few seconds."
    ),
    "too-many-declarations": translatable(
        "You have declared {most} conflicts of interest. Withdraw one first."
    ),
    "own-pair": translatable("You take part in this pair yourself. Another coordinator decides about it."),
    "unknown-person": translatable("Nobody in this role has the id {id}."),
    "person-not-ready": translatable("Nobody who is ready has the id {id}."),
    "no-capacity": translatable("One of the people has no capacity any more."),
    "rule-forbids-pair": translatable("A rule forbids this pair: {rule}."),
    "another-round-computed": translatable("Another matching is being computed. Wait for it, or stop it."),
    "too-many-rounds": translatable(
        "{most} matchings of your organisation wait already. Try again in a few minutes."
    ),
    "too-many-what-ifs": translatable(
        "{most} previews of this programme were computed since yesterday. Try again later."
    ),
    "no-rounds-in-mode": translatable(
        "In this programme people choose for themselves: there are no matchings."
    ),
    "no-lists-in-mode": translatable("The policy of this programme allows no lists."),
    "own-round": translatable(
        "You take part in this matching yourself. Another coordinator decides about it."
    ),
    "named-twice": translatable("Somebody is named twice."),
    "not-of-round": translatable("A proposal is not of this matching. Open the page again."),
    "round-not-proposed": translatable(
        "The proposals of this matching can't be changed any more, or not yet."
    ),
    "round-without-proposals": translatable("This matching has no proposals to take back."),
    "round-without-outcome": translatable("This matching has no outcome yet."),
    "round-not-cancellable": translatable("This matching can't be stopped any more."),
    "round-stopping": translatable("This matching is being stopped without its result already."),
    "round-not-approvable": translatable("This matching has nothing to approve any more, or not yet."),
    "too-many-decisions": translatable("There are {most} decisions on this matching; there can't be more."),
    "proposal-not-rejectable": translatable("This proposal can't be rejected any more."),
    "proposal-of-no-round": translatable(
        "This proposal is of a list that somebody asked for, not of a matching."
    ),
    "proposal-locked": translatable("This proposal is locked. Unlock it first."),
    "proposed-already": translatable(
        "The two are proposed to each other already. Lock the proposal to keep it."
    ),
    "round-stopped-early": translatable("This matching was stopped early. It can't be repeated exactly."),
    "repetition-of-repetition": translatable("This is a repetition. Repeat the matching that it repeats."),
    "inputs-not-kept": translatable("The data of this matching are no longer kept."),
    "details-not-kept": translatable("The details of this preview are no longer kept."),
    "computed-before-impact": translatable("This matching was computed before there was such a summary."),
    "summary-counts-you": translatable(
        "This summary counts you or a partner of yours. A preview that you ask for does not."
    ),
    "policy-changed": translatable(
        "Somebody has changed the policy meanwhile: it is at version {version}. Read it first."
    ),
    "weights-out-of-range": translatable(
        "The weights add up to {weight}. They have to add up to 1 to 10,000."
    ),
    "value-out-of-range": translatable("{value} is not possible here. Choose a value within: {allowed}."),
    "rule-always-on": translatable("This rule can't be switched off."),
    "name-taken": translatable("Another rule has this name already."),
    "pair-must-not-be-made": translatable("This pair is also one that must not be made."),
    "rule-without-exception": translatable("No pair can be made in spite of this rule."),
    "too-many-pairs": translatable("A policy names at most {most} pairs of a kind."),
    "nothing-follows-rounds": translatable(
        "Nothing can follow a matching while people are not matched again after a no."
    ),
    "nested-too-deep": translatable("This condition is nested more than {most} deep."),
    "too-many-tests": translatable("This condition has more than {most} parts."),
    "one-number-needed": translatable("Enter one number."),
    "sensitive-feature": translatable("This is sensitive. Nobody may be excluded by it."),
    "conflict-names-one": translatable("Name one person."),
    "session-started": translatable("The session has started. Report how it went instead."),
    "session-cancelled": translatable("The session is cancelled."),
    "session-not-started": translatable("The session has not started yet."),
    "session-state": translatable("The session can't be changed any more."),
    "outcome-reported": translatable("You have reported something else before."),
    "notice-too-short": translatable("A session can be moved until {hours} hours before it starts."),
    "pause-too-long": translatable("Choose a day within {days} days."),
    "pairing-over": translatable("The pairing has ended."),
    "paused-by-others": translatable(
        "Somebody else asked for this pause. You can ask a coordinator to help."
    ),
    "paused-then": translatable("The pairing is paused at that time. Choose a later one."),
    "time-passed": translatable("Choose a time in the future."),
    "not-on-quarter-hour": translatable("Choose a time on a quarter of an hour."),
    "outside-working-hours": translatable(
        "Choose a time within both working days, before the programme ends."
    ),
    "another-session-then": translatable(
        "One of you two has another session at that time. Choose another time."
    ),
    "partner-left-programme": translatable("One of the two has left the programme."),
    "pulse-over": translatable("The time to answer this survey is over."),
    "pulse-answered": translatable("You have answered this survey before. It can't be changed."),
    "question-taken": translatable("{id} is the name of another question. Change the first words."),
    "scale-too-long": translatable("A scale has {most} numbers at most, such as 1 to 7."),
    "question-not-asked": translatable("This survey does not ask this question."),
    "answer-off-scale": translatable("Choose an answer from {low} to {high}."),
    "check-in-over": translatable("The time to answer this check-in is over."),
    "check-in-answered": translatable("You have answered this check-in before. It can't be changed."),
    "day-in-future": translatable("Choose a day that is not in the future."),
    "first-contact-of-executive": translatable("The executive makes the first contact."),
    "not-a-concern-reader": translatable("Choose one of the people who may read it."),
    "not-your-pairing": translatable("Choose one of your own pairings."),
    "not-a-handler": translatable("You do not handle concerns of this programme."),
    "too-many-handlers": translatable("A programme has at most {most} people who handle concerns."),
    "too-many-messages": translatable("There are {most} messages on this concern; there can't be more."),
    "concern-state": translatable("The concern has changed in the meantime. Open the page again to see it."),
    "quiet-hours-without-length": translatable("Quiet hours begin and end at different times."),
    "message-always-sent": translatable("These messages are always sent, since they wait for an answer."),
    "preferences-changed": translatable("Your settings were changed meanwhile. Open the page again."),
    "no-webhook-key": translatable("This installation is not set up for webhooks."),
    "too-many-webhooks": translatable("An organisation has at most {most} webhooks."),
    "webhook-state": translatable("The webhook has changed meanwhile. Open the page again to see it."),
    "webhook-active": translatable("The webhook is active already."),
    "webhook-address": translatable(
        "This address can't be used: https on port 443 or 8443, of a public host, without a user."
    ),
    "time-out-of-range": translatable("Choose a time from 2000 to 2199."),
    "since-or-event-needed": translatable("Choose a time or an event to begin from."),
    "delivery-delivered": translatable("The event is delivered already. Replay it."),
    "delivery-state": translatable("The delivery has changed meanwhile. Open the page again to see it."),
    "file-in-utf-16": translatable("The file is UTF-16. Save it as CSV in UTF-8."),
    "file-unreadable": translatable("The file can't be read. Send it in parts."),
    "too-many-lines": translatable("The file has too many lines."),
    "too-many-faults": translatable(
        "The file has more than 1,000 faults, so nothing of it is taken. Check how its cells are separated."
    ),
    "export-without-people": translatable("The file names nobody, so everybody would count as having left."),
    "many-leavers": translatable(
        "{leavers} of {employed} people would count as having left. Confirm that the file is complete."
    ),
    "columns-missing": translatable("The header lacks: {columns}."),
    "columns-repeated": translatable("The header names a column twice: {names}."),
    "file-without-rows": translatable("There are no rows below the header."),
    "header-unreadable": translatable("The header can't be read. It names the columns, separated by commas."),
    "too-many-columns": translatable("A file has {most} columns at most."),
    "too-many-rows": translatable("A file has {most} rows at most."),
    "list-empty": translatable("The list names nobody."),
    "list-too-long": translatable("A list has at most {most} lines."),
    "other-regions": translatable("Choose regions of the programme."),
    "invitation-over": translatable("The invitation has ended. It can no longer be answered."),
    "order-not-sendable": translatable("These invitations can't be sent any more, or not yet."),
    "order-sent": translatable("These invitations are sent already."),
    "too-many-values": translatable("A criterion compares something that has too many different values."),
    "too-many-people": translatable("A rule, condition or criterion distinguishes too many people."),
    "purpose-needed": translatable("Write what it is compared for. Participants read it."),
    "unknown-feature": translatable("The policy compares something that no longer exists."),
    "too-large-numbers": translatable("The weights and extra points of the policy are too large"),
    "inputs-gone": translatable("The stored inputs of the matching have been deleted"),
    "import-in-progress": translatable(
        "An import of your organisation is in progress. Try again once it is done."
    ),
    "no-mentor-ready": translatable("nobody can be matched: no mentor is ready and has capacity"),
    "no-mentee-ready": translatable("nobody can be matched: no mentee is ready and has capacity"),
}
"""The words of each code; they name only parameters that each refusal of the code has."""
SHAPES: Final = {
    "missing": translatable("This is needed."),
    "string-too-short": translatable("This is too short."),
    "string-too-long": translatable("Use at most {max_length} characters."),
    "too-short": translatable("At least {min_length} are needed."),
    "greater-than-equal": translatable("The least is {ge}."),
    "less-than-equal": translatable("The most is {le}."),
    "int-parsing": translatable("Enter a whole number."),
    "float-parsing": translatable("Enter a number."),
    "int-type": translatable("Enter a whole number."),
    "date-from-datetime-parsing": translatable("Enter a day, like 2026-01-31."),
    "date-parsing": translatable("Enter a day, like 2026-01-31."),
}
"""The words of inputs of another shape, by the names that pydantic gives these errors."""
