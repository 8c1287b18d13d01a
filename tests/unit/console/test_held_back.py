from services.console.read_models.held_back import HeldBack

BLANK = HeldBack(id="round-1", tenant="acme", programme="rm-2026")


def test_each_page_decides_on_what_it_shows():
    first = BLANK.picked(["a", "b"], ["a"])
    second = first.picked(["c", "d"], ["d", "c"])
    assert second.proposals == ("a", "c", "d")
    assert second.picked(["a", "b"], ["b"]).proposals == ("b", "c", "d")


def test_what_a_page_does_not_show_cannot_be_ticked_on_it():
    assert BLANK.picked(["a"], ["a", "z"]).proposals == ("a",)
