"""The mentees' questionnaire: "How do you learn?"."""

from typing import Final

from services.enrollment.domain.assessment import Instrument, Kind, make_items
from shared.contracts.vocabulary import Role

_KINDS: Final = (
    Kind(
        "tell-me",
        "Tell me",
        "You learn from a clear explanation. Once you see how the parts fit, you can use them.",
        "Start with the whole picture in a few sentences, then the parts. Avoid jargon, offer a comparison, "
        "and leave something short to read.",
    ),
    Kind(
        "show-me",
        "Show me",
        "You learn by watching: from examples, and from how you come across to others.",
        "Bring real examples, screens and scenes. Say openly what you observe, good and bad; your mentee "
        "would rather see it than hear about it.",
    ),
    Kind(
        "question-me",
        "Question me",
        "You learn in debate. A good objection helps you more than a good explanation.",
        "Don't hold back a doubt out of respect. Prepare two questions that could change the plan, and hold "
        "your ground: it will be taken as a compliment.",
    ),
    Kind(
        "let-me-try",
        "Let me try",
        "You learn by doing. What you have done with your own hands stays.",
        "Prepare a task instead of a talk. Keep your hands off the keyboard, let mistakes happen, and agree "
        "on something to practise.",
    ),
    Kind(
        "introduce-me",
        "Introduce me",
        "You learn from people. Meeting those who live a subject tells you more than any summary.",
        "Think of whom your mentee should meet, and bring them along or arrange a visit. Talk about what "
        "was heard afterwards.",
    ),
)

_SITUATIONS: Final = (
    (
        "A new tool is being introduced in your area. What helps you most?",
        {
            "tell-me": "Somebody who explains in ten minutes what it is for.",
            "show-me": "Looking over the shoulder of somebody who works with it.",
            "question-me": "A critical discussion of what it improves, and what not.",
            "let-me-try": "Access to it, and an hour to myself.",
            "introduce-me": "A talk with the team that asked for it.",
        },
    ),
    (
        "You hear a term in a meeting that everybody but you seems to know. Afterwards you …",
        {
            "show-me": "look for an example of it in practice.",
            "question-me": "ask somebody whether there is anything behind it.",
            "let-me-try": "try out the thing it stands for.",
            "introduce-me": "call the person who used it.",
            "tell-me": "have it explained to you from the beginning.",
        },
    ),
    (
        "Think of the last new thing you learned well. What made the difference?",
        {
            "question-me": "Somebody disagreed with me and I had to think again.",
            "let-me-try": "I had to do it myself.",
            "introduce-me": "I got to know people who live with it every day.",
            "tell-me": "Somebody explained it so that it made sense.",
            "show-me": "I saw how somebody else did it.",
        },
    ),
    (
        "You want to understand what younger colleagues expect from work. You would rather …",
        {
            "let-me-try": "spend a day working the way they work.",
            "introduce-me": "have lunch with five of them.",
            "tell-me": "hear a well-prepared summary.",
            "show-me": "sit in on one of their team meetings.",
            "question-me": "put your own views up for debate with one of them.",
        },
    ),
    (
        "Which remark of a mentor would you find most useful?",
        {
            "introduce-me": "“I should like you to meet somebody.”",
            "tell-me": "“Let me put that into context.”",
            "show-me": "“Let me show you how this looks from our side.”",
            "question-me": "“Why are you so sure of that?”",
            "let-me-try": "“You do it. I will watch.”",
        },
    ),
    (
        "You have an hour to prepare for a subject that is new to you. You spend it …",
        {
            "tell-me": "reading a good overview.",
            "show-me": "watching recordings and looking at examples.",
            "question-me": "writing down the questions I should be asked about it.",
            "let-me-try": "playing with it until something works.",
            "introduce-me": "on the telephone with people who know it.",
        },
    ),
    (
        "A post of yours on the internal network finds hardly any readers. What should your mentor do?",
        {
            "show-me": "Show me two posts that worked, next to mine.",
            "question-me": "Ask me whom it was for, and whether it had to be written.",
            "let-me-try": "Have me write the next one and comment on it.",
            "introduce-me": "Put me in touch with some of those who did not read it.",
            "tell-me": "Explain how readers and the network choose what to look at.",
        },
    ),
    (
        "In a workshop you are most attentive when …",
        {
            "question-me": "somebody contradicts the speaker.",
            "let-me-try": "the exercise begins.",
            "introduce-me": "the participants say where they come from and what they do.",
            "tell-me": "the connections are laid out clearly.",
            "show-me": "a demonstration is given.",
        },
    ),
    (
        "Somebody tells you that a decision of yours has caused frustration. You first want to …",
        {
            "let-me-try": "do something differently this week and see what happens.",
            "introduce-me": "speak with those concerned.",
            "tell-me": "have the reasons explained to you calmly.",
            "show-me": "see the decision through their eyes, in a concrete case.",
            "question-me": "discuss whether it was wrong or only unpopular.",
        },
    ),
    (
        "You are to use an AI assistant for the first time. The best start would be …",
        {
            "introduce-me": "a round with colleagues who already use one.",
            "tell-me": "a short introduction to what it can and cannot do.",
            "show-me": "seeing a colleague solve one of my tasks with it.",
            "question-me": "an argument about where it should not be used.",
            "let-me-try": "a first task of my own, at once.",
        },
    ),
    (
        "What would you like to have after a year of reverse mentoring?",
        {
            "tell-me": "A clear understanding of subjects that are foreign to me today.",
            "show-me": "An eye for how things look from elsewhere in the company.",
            "question-me": "A few convictions fewer, and better reasons for the rest.",
            "let-me-try": "Skills that I use every day.",
            "introduce-me": "A circle of people whom I should otherwise never have met.",
        },
    ),
    (
        "A session with your mentor has gone well when …",
        {
            "show-me": "I have seen something I will not forget.",
            "question-me": "I have been contradicted at least once.",
            "let-me-try": "I have done something for the first time.",
            "introduce-me": "I have heard a new voice.",
            "tell-me": "I can explain the subject to somebody else.",
        },
    ),
)

LEARNING_STYLE: Final = Instrument(
    id="learning-style",
    version=1,
    role=Role.MENTEE,
    title="How do you learn?",
    introduction="Twelve short questions on how you take in something new. There are no right answers: "
    "choose what fits you best on most days. It takes about five minutes, and you may take it again at any "
    "time. Your answers stay here; only the result is used, as one criterion among several.",
    kinds=_KINDS,
    items=make_items("l", _SITUATIONS),
)
