"""The mentors' questionnaire: "What kind of mentor are you?"."""

from typing import Final

from services.enrollment.domain.assessment import Instrument, Kind, make_items
from shared.contracts.vocabulary import Role

_KINDS: Final = (
    Kind(
        "translator",
        "Translator",
        "You make the new understandable. You find the comparison that fits the person in front of you.",
        "Bring what everybody talks about and nobody explained to you. Say what you know already, and stop "
        "your mentor at the first word you would not use yourself.",
    ),
    Kind(
        "mirror",
        "Mirror",
        "You say candidly, and kindly, what you see. People learn from you how they come across.",
        "Ask how a message, a meeting or a decision looks from below. Listen to the end, thank, and answer "
        "only the next time: candour lasts as long as it costs nothing.",
    ),
    Kind(
        "challenger",
        "Challenger",
        "You question what others take for granted. A conversation with you changes the question.",
        "Bring a plan before it is final and have it taken apart. Defend nothing for ten minutes; afterwards "
        "say which doubt you take along.",
    ),
    Kind(
        "coach",
        "Coach",
        "You build skills by doing. People leave a session able to do what they could not do before.",
        "Bring your own device and a real task, and keep your hands on the keyboard. Agree on a small "
        "exercise until the next session.",
    ),
    Kind(
        "connector",
        "Connector",
        "You open doors. You know who knows, and you bring people together who would not have met.",
        "Ask whom you should hear from, and go there without an entourage. Return the favour: your network "
        "is worth as much to your mentor.",
    ),
)

_SITUATIONS: Final = (
    (
        "An executive asks you: “What is all this about prompting?” What do you do first?",
        {
            "translator": "Compare it with something familiar, such as briefing a new assistant.",
            "mirror": "Ask what makes them raise it now, and say how their answer sounds to you.",
            "challenger": "Ask which of their own tasks would be better left without it.",
            "coach": "Open a tool and have them write the first prompt.",
            "connector": "Name the colleague who uses it every day and offer to bring both together.",
        },
    ),
    (
        "Your mentee plans a new rule for working from the office. You expect it to go down badly.",
        {
            "mirror": "Describe how you and your friends at work would react to the announcement.",
            "challenger": "Ask what problem the rule solves, and what else would solve it.",
            "coach": "Rewrite the announcement together, sentence by sentence.",
            "connector": "Suggest hearing three teams it would hit before it goes out.",
            "translator": "Explain what flexibility stands for in the eyes of younger colleagues.",
        },
    ),
    (
        "The first meeting begins stiffly. How do you get the conversation going?",
        {
            "challenger": "Ask which opinion about your generation they would like to check.",
            "coach": "Propose trying something small together right away.",
            "connector": "Look for people and places you both know.",
            "translator": "Tell in a few words what your working day looks like, without jargon.",
            "mirror": "Say openly that it feels stiff, and that you find that normal.",
        },
    ),
    (
        "Your mentee says after a talk on social media: “I understood perhaps half of it.”",
        {
            "coach": "Set up the account together and publish a first post.",
            "connector": "Introduce somebody who runs a channel for a living.",
            "translator": "Go through the talk again in everyday words.",
            "mirror": "Tell them how their present profile looks to you.",
            "challenger": "Ask whether the understood half contained anything worth doing.",
        },
    ),
    (
        "Looking back at a good session, you are happiest when your mentee says:",
        {
            "connector": "“I should never have met those people without you.”",
            "translator": "“Now I finally see how this fits together.”",
            "mirror": "“Nobody had told me that before.”",
            "challenger": "“I came with an answer and leave with a better question.”",
            "coach": "“I can do that on my own from now on.”",
        },
    ),
    (
        "Your mentee keeps coming back to how things were done ten years ago.",
        {
            "translator": "Take the old way as a starting point and show what is different today, and why.",
            "mirror": "Say how such stories come across to those who joined last year.",
            "challenger": "Ask what they would do if they founded the company tomorrow.",
            "coach": "Do the same task in today's way, side by side.",
            "connector": "Bring in somebody who changed their own way of working recently.",
        },
    ),
    (
        "A session is in two days and there is no topic yet. You prepare by …",
        {
            "mirror": "noting what you noticed in their last address to all staff.",
            "challenger": "picking one assumption of the current strategy to look at closely.",
            "coach": "preparing a short exercise with a result to take away.",
            "connector": "asking around who has something they should see.",
            "translator": "collecting three terms that were in the news and explaining each in a sentence.",
        },
    ),
    (
        "Your mentee shows you the draft of a message to younger employees. It reads like a press release.",
        {
            "challenger": "“What would you write if only one person was going to read it?”",
            "coach": "“Let us record it as a short video instead; I will show you how.”",
            "connector": "“Let me show it to two people it is meant for.”",
            "translator": "“Here is what each paragraph says to us, in our own words.”",
            "mirror": "“To be honest, I would have stopped at the second line.”",
        },
    ),
    (
        "You notice that your mentee hardly lets anybody finish in a meeting you both attend.",
        {
            "coach": "Agree on one habit to practise in the next meeting, and on a sign between you.",
            "connector": "Suggest talking with a leader who is known for listening well.",
            "translator": "Explain what silence from juniors usually means, and what it does not.",
            "mirror": "Describe afterwards what you saw, and what it did to the room.",
            "challenger": "Ask what they may have missed by speaking first.",
        },
    ),
    (
        "A question comes up that you cannot answer yourself. You say:",
        {
            "connector": "“I know exactly whom we should ask.”",
            "translator": "“I shall read up on it and explain it to you next time.”",
            "mirror": "“I do not know. How does it feel to hear that from your mentor?”",
            "challenger": "“Is it the right question, do you think?”",
            "coach": "“Let us find it out together, right now.”",
        },
    ),
    (
        "Your mentee wants to understand why young people leave the company.",
        {
            "translator": "Explain what people of your age expect from work, and where the words differ.",
            "mirror": "Tell what made you yourself think of leaving, and what kept you.",
            "challenger": "Ask whether the aim should be that nobody leaves.",
            "coach": "Practise a conversation about staying, with you in the other chair.",
            "connector": "Arrange a talk with somebody who left and is willing to speak.",
        },
    ),
    (
        "Friends at work come to you most often because you …",
        {
            "mirror": "tell them honestly what you think.",
            "challenger": "see the weak point before it hurts.",
            "coach": "are patient enough to show them how.",
            "connector": "know somebody for everything.",
            "translator": "explain difficult things simply.",
        },
    ),
)

MENTOR_KIND: Final = Instrument(
    id="mentor-kind",
    version=1,
    role=Role.MENTOR,
    title="What kind of mentor are you?",
    introduction="Twelve situations from reverse mentoring. There are no right answers: choose what you "
    "would most likely do, not what you think one should. It takes about six minutes, and you may take it "
    "again at any time. Your answers stay here; only the result is used, as one criterion among several.",
    kinds=_KINDS,
    items=make_items("m", _SITUATIONS),
)
