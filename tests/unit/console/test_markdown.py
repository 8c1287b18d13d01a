"""Markdown on pages is text: no HTML of its author, no pictures, links to https only."""

import pytest

from services.console.pages.common.markdown import render_markdown


def test_it_renders_what_texts_of_the_training_use():
    html = render_markdown("## Title\n\n1. **one**\n2. two\n\n| a | b |\n|---|---|\n| c | d |\n")
    assert all(part in html for part in ("<h2>Title</h2>", "<ol>", "<strong>one</strong>", "<td>c</td>"))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "![picture](https://example.com/x.png)",
        "[a](javascript:alert(1))",
        "[a](http://example.com)",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "[a](//example.com)",
        "[a]: javascript:alert(1)\n\n[a]",
    ],
)
def test_nothing_of_the_author_becomes_an_element_or_an_unsafe_link(text):
    html = render_markdown(text)
    unsafe = ("<script", "<img", 'href="javascript', 'href="http:', 'href="data', 'href="//')
    assert not any(part in html for part in unsafe)


def test_a_link_to_https_stays():
    assert 'href="https://example.com/a?b=1"' in render_markdown("[a](https://example.com/a?b=1)")
