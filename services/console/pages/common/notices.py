"""Notices after a command."""

from typing import Final

from shared.locale import translatable

NOTICES: Final = {
    "round": translatable("The matching has started. Its proposals appear here when it is done."),
    "what-if": translatable(
        "The try-out has started. Its pairs appear here when it is done; nobody is contacted."
    ),
    "questions": translatable("The questions are published."),
    "words": translatable("The words are published. Pages and mails use them within moments."),
    "answered": translatable("Your answers are saved."),
    "activities": translatable("The activities are saved."),
    "circle-made": translatable("The circle is made. Its members get a mail."),
    "circle-changed": translatable("The circle is saved."),
    "circle-date": translatable("The date is saved. The members get a mail with it."),
    "circle-date-off": translatable("The date is cancelled. The members get a mail."),
    "circle-left": translatable("You have left the circle."),
    "noted": translatable("Your note is saved. Only the members of the circle read it."),
    "note-deleted": translatable("Your note is deleted."),
    "attendance": translatable("Thank you. Your answer is saved."),
    "module-published": translatable("The module is published."),
    "module-retired": translatable("The module is retired."),
    "policy": translatable("The policy is saved. It applies from the next matching on."),
    "drafted": translatable("The draft is made. Adjust its plan, then open it."),
    "draft": translatable("A draft has no other pages yet: they appear once it is open."),
    "tried": translatable("A value to try is filled in below. Nothing is saved yet."),
    "figure": translatable("The figure is saved. A later one by day stays the one that is shown."),
    "template-saved": translatable("The template is saved. New programmes can begin with it."),
    "template-renamed": translatable("The template has its new name."),
    "template-deleted": translatable("The template is deleted."),
    "plan": translatable("The plan is saved."),
    "opened": translatable("The programme is open. It appears here within a few seconds."),
    "discarded": translatable("The draft is deleted."),
    "programme-changed": translatable("Your decision is saved. Pairings follow within a few minutes."),
    "stopping": translatable("The matching is being stopped."),
    "still-paired": translatable(
        "The policy is saved. An active pairing that must not be made again continues."
    ),
    "do-not-match": translatable("Your decision applies from the next matching on."),
    "decided": translatable("Your decision is saved. Its cost appears here once it is computed."),
    "held": translatable("Your choice is saved. Nobody is asked before you approve."),
    "approved": translatable("The proposals are approved; both people of each pair are being asked."),
    "answered-yes": translatable(
        "Your yes is saved. As soon as both have said yes, you find your partner here."
    ),
    "answered-no": translatable(
        "Your no is saved. Your answer and your reason are not shown to the other person."
    ),
    "chosen": translatable(
        "Your choice is saved. Your partner is being asked; you hear from us as soon as the answer is there."
    ),
    "list-swapped": translatable("Here are others."),
    "list-declined": translatable("Your list has ended. Nobody learns that they were on it."),
    "task-yes": translatable("Your yes is saved. As soon as both have said yes, you get a message."),
    "task-no": translatable(
        "Your no is saved. Your answer and your reason are not shown to the other person."
    ),
    "moved": translatable("The session has a new time."),
    "cancelled": translatable("The session is cancelled. The sessions after it stay as they are."),
    "check-in": translatable("Thank you. Your check-in is saved."),
    "pulse": translatable("Thank you. Your answers are saved."),
    "pulse-skipped": translatable("You have skipped this survey."),
    "change": translatable("Your change is saved."),
    "change-removed": translatable("The change is removed from your list."),
    "contacted": translatable("Thank you. We have noted that you have written to your partner."),
    "pairing-paused": translatable("The pairing is paused. Both get the same message."),
    "pairing-resumed": translatable(
        "Your pause has ended. If nobody else asked for one, sessions are planned again."
    ),
    "pairing-ended": translatable(
        "The pairing has ended. Your reason, if you gave one, is not shown to anybody."
    ),
    "contact": translatable("Your answer is saved. Nobody learns of it unless both of you say yes."),
    "concern": translatable("Your concern is sent. You see here what happens with it."),
    "asked": translatable("Your question is sent. You get a mail when there is an answer."),
    "question-deleted": translatable("Your question is deleted."),
    "question-answered": translatable("Your answer is sent. The person who asked gets a mail."),
    "answer-published": translatable(
        "Everybody in the programme can read your answer. The person who asked gets a mail."
    ),
    "answer-taken-back": translatable("The answer is no longer published. The person who asked keeps it."),
    "answer-sent": translatable("Your message is sent."),
    "withdrawn": translatable("Your concern is withdrawn. Nobody else can read it any more."),
    "concern-passed-on": translatable("The concern is passed on. You can no longer read it."),
    "handling": translatable("Your choice is saved."),
    "agreed": translatable("Thank you. You have agreed to the terms."),
    "terms-published": translatable(
        "The terms are published. Nobody is asked before the programme uses them."
    ),
    "terms-used": translatable("The programme uses these terms now. People are asked within a few minutes."),
    "assessed": translatable("Thank you. Your answers are saved."),
    "topics": translatable("Your topics are saved. They count from the next matching on."),
    "topic": translatable("The topic is added. Everybody can choose it now."),
    "settings": translatable("Your settings are saved."),
    "total-capacity": translatable("Your number of partners is saved."),
    "theme": translatable("Your choice is saved in this browser."),
    "sponsor-named": translatable("They are asked, and get a mail."),
    "sponsor-revoked": translatable("Nobody is named now. Name somebody else."),
    "sponsor-yes": translatable("Thank you. The mentor can turn to you now."),
    "sponsor-no": translatable("Your answer is saved. Nobody asks for a reason."),
    "pair-paused": translatable("The pair is paused. Both get the same message."),
    "pair-resumed": translatable(
        "The pause has ended. If neither of the two asked for one, sessions are planned again."
    ),
    "delegate-named": translatable("They are asked, and get a mail."),
    "delegate-ended": translatable("Nobody looks after your times now. You can ask somebody else."),
    "delegate-yes": translatable("Thank you. You can see and move the times now."),
    "delegate-no": translatable("Your answer is saved. Nobody asks for a reason."),
    "webhook-saved": translatable("The webhook is saved."),
    "webhook-pause": translatable("The webhook is paused. Its events wait for up to 30 days."),
    "webhook-resumption": translatable("The webhook gets events again, beginning with those that waited."),
    "webhook-test": translatable("A test event is on its way. It appears in the list below."),
    "webhook-retry": translatable("The delivery is tried now."),
    "webhook-replay": translatable("The events are sent again, in their order."),
    "webhook-deleted": translatable("The webhook is deleted."),
    "joined": translatable("You have joined. Next: the questions about you and the training."),
    "invitation-declined": translatable("Your no is saved. Nobody asks for a reason."),
    "applied": translatable("Your application is saved."),
    "application-withdrawn": translatable("Your application is withdrawn. You can apply again at any time."),
    "admitted": translatable("The applicant is admitted, and gets a mail."),
    "declined": translatable("The application is declined. The applicant gets a mail."),
    "reason-deleted": translatable("Your reason is deleted."),
    "trained": translatable("The module is recorded as completed."),
    "taken-out": translatable("They are taken out of the programme."),
    "left": translatable("You have left the programme. You can join again at any time."),
}
"""The text of each notice, by its code.

The address carries the code only, so that no link can put text on a page.
"""
