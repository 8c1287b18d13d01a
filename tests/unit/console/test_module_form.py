"""The form of a module: what a browser sends becomes a version, and the preview sends the same again."""

from gettext import NullTranslations

from services.console.pages.coordinator.module_form import ModuleForm, fields_of, form_from, label_of
from shared.locale import Voice

SENT = {
    "id": [""],
    "based_on": ["0"],
    "roles": ["mentor"],
    "minutes": ["5"],
    "valid_months": [""],
    "asked": ["on"],
    "title.texts.en": ["Travel safely & well!"],
    "title.texts.de": ["Sicher reisen"],
    "aim.texts.en": ["Know whom to call."],
    "text.texts.en": ["## Before\n\nCall."],
    "questions[0].texts.en": ["Who?"],
    "questions[0].explanation.texts.en": ["The desk."],
    "questions[0].options[0].texts.en": [""],
    "questions[0].options[1].texts.en": ["The desk"],
    "questions[0].options[3].texts.en": ["Nobody"],
    "questions[0].right": ["3"],
}


def test_empty_options_are_left_out_and_the_right_one_keeps_its_place():
    body = form_from(SENT).body()
    assert (body["right"], body["roles"], body["valid_months"], body["asked"]) == (
        [1],
        ["mentor"],
        None,
        True,
    )
    (question,) = body["texts"]["en"]["questions"]
    assert question == {"text": "Who?", "options": ["The desk", "Nobody"], "explanation": "The desk."}
    assert body["texts"]["de"]["title"] == "Sicher reisen"
    assert body["texts"]["de"]["text"] == ""


def test_an_option_without_a_text_is_not_the_right_one():
    assert form_from(SENT | {"questions[0].right": ["0"]}).questions[0].right == ""
    assert form_from(SENT | {"questions[0].right": ["x"]}).questions[0].right == ""


def test_the_preview_sends_the_form_again():
    form = form_from(SENT).named(["own-travel-safely-well"])
    assert form.id == "own-travel-safely-well-2"
    fields = {}
    for name, value in fields_of(form):
        fields.setdefault(name, []).append(value)
    assert form_from(fields) == form
    assert form.named(["own-anything"]) == form


def test_questions_are_added_and_removed():
    form = ModuleForm().with_question()
    assert len(form.questions) == 2
    assert len(form.without_question(0).questions) == 1
    for _ in range(12):
        form = form.with_question()
    assert len(form.questions) == 10


def test_faults_are_named_as_the_form_names_their_fields():
    voice = Voice("en", "UTC", NullTranslations())
    assert label_of(voice, "texts.de.title") == "Title (German)"
    assert label_of(voice, "texts.en.questions[1].options[0]") == "Question 2 (English)"
    assert label_of(voice, "right[0]") == "Question 1"
    assert label_of(voice, "minutes") == "Minutes to read and answer"
    assert label_of(voice, "based_on") == ""
