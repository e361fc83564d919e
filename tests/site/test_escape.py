import json

import pytest
import yaml

from repro_kb.site.escape import heading, inline, link_entries, meta, paragraphs, plain, script_data

HOSTILE = [
    "<script>hit=1</script>",
    '"><img src=x onerror=hit=1>',
    "](javascript:hit=1)",
    "{{ 7 * 7 }} {% raw %}",
    "a | b | c",
    "`` ` ``",
    "*a* _b_ ~c~ \\d #e",
    "&lt;b&gt;",
]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("use `np.float`", "use <code>np.float</code>"),
        ("`a<b` & c", "<code>a&lt;b</code> &amp; c"),
        ("one ` alone", "one ` alone"),
        ("``", "``"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_backticks_become_code_and_the_rest_is_escaped(text, html):
    assert inline(text) == html


def test_empty_lines_separate_paragraphs():
    assert paragraphs("one\ntwo\n\n`three`\n") == "<p>one\ntwo</p>\n<p><code>three</code></p>"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_heading_holds_no_sign_that_markdown_reads(text):
    assert not set("<>\"'`*_{}[]()~|\\!") & set(heading(text))


def test_a_heading_keeps_words_and_letters_of_all_languages():
    assert heading("NumPy 2, été 数据") == "NumPy 2, été 数据"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_description_is_one_yaml_text_that_cannot_leave_its_attribute(text):
    value = yaml.safe_load(str(meta(text)))
    assert isinstance(value, str)
    assert not set('"<>`') & set(value)


def test_a_long_description_ends_in_an_ellipsis():
    assert yaml.safe_load(str(meta("word " * 100, 20))) == "word word word word…"


def test_plain_text_is_one_line_without_backticks():
    assert plain("a  `b`\n c") == "a b c"


@pytest.mark.parametrize("text", HOSTILE)
def test_data_of_a_script_cannot_end_the_script_and_reads_back(text):
    written = str(script_data({"text": text}))
    assert not set("<>&`~") & set(written)
    assert json.loads(written) == {"text": text}


def test_code_that_is_the_id_of_an_entry_becomes_a_link():
    page = "<code>seeds-not-set</code> <code>np-float</code>"
    linked = '<a href="../challenges/seeds-not-set.html"><code>seeds-not-set</code></a> <code>np-float</code>'
    assert link_entries(page, {"seeds-not-set": "challenges/seeds-not-set.html"}) == linked
