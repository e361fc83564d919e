"""Log templates: what they match, how they are found again, and which of several hits counts."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from repro_kb.compiler import open_bundle
from repro_kb.normalise import fold, split_lines
from repro_kb.signatures import Template, find_hits, words_of

MATCHES = [
    ("no attribute 'float'", "AttributeError: module has no attribute 'float'."),
    ("No Attribute", "no   ATTRIBUTE"),
    ("module '<*>' has no attribute '<*>'", "module 'a.b' has no attribute 'c'"),
    ("<float|int>' is gone", "'int' is gone"),
    ("got <1|2> of <3|4>", "got 2 of 3"),
    ("a<*>a", "aa"),
    ("<a|ab><*>b1", "ab1"),
    ("size <*> <*> end", "size 1 2 3 end"),
    ("显存<*>不足", "gpu 显存 已经 不足 了"),
    ("it\u2019s gone", "it's gone"),
    ("error 404", "error 404: not found"),
    ("<module 'x'>", "from <module 'x'> import"),
    ("a <b|c", "a <b|c"),
    ("[a-z]+ (x)?", "[a-z]+ (x)?"),
]
REJECTS = [
    ("no attribute 'float'", "no attribute 'int'"),
    ("attribute", "attributes"),
    ("float", "np_float"),
    ("one <*> two", "two then one"),
    ("<float|int>' is gone", "'floating' is gone"),
    ("error 404", "error 4040"),
    ("aXb", "a b"),
    ("ab<*>ba", "aba"),
    ("(a+)+$", "aaaaaaaa"),
]


@pytest.mark.parametrize(("template", "line"), MATCHES)
def test_a_template_matches(template, line):
    assert Template.parse(template).matches(fold(line))


@pytest.mark.parametrize(("template", "line"), REJECTS)
def test_a_template_rejects(template, line):
    assert not Template.parse(template).matches(fold(line))


@pytest.mark.parametrize(
    ("template", "length"),
    [("no attribute '<*>'", 11), ("<float|int> gone", 7), ("<*>", 0), ("显存不足 cuda", 4), ("a-b_c 12", 5)],
)
def test_the_length_counts_the_letters_and_digits_that_every_match_has(template, length):
    assert Template.parse(template).length == length


@pytest.mark.parametrize(
    ("template", "anchors"),
    [
        ("module 'numpy' has no attribute '<*>'", {"numpy"}),
        ("error: <*> could not be unpickled", {"unpickled"}),
        ("cannot import <alpha|omega>", {"alpha", "omega"}),
        ("No module named '<*>'", {"named"}),
    ],
)
def test_a_template_is_anchored_at_its_rarest_word(template, anchors):
    assert Template.parse(template).anchors == anchors


def test_a_template_without_a_whole_word_has_no_anchor():
    with pytest.raises(ValueError, match="it has no whole word to look for"):
        _ = Template.parse("numpyattr<*>ibutemodule").anchors


PIECES = st.text(alphabet="ab_ .'X1", min_size=0, max_size=4)
ALTERNATIVES = st.lists(st.sampled_from(["a", "ab", "b1", "x"]), min_size=2, max_size=3).map(
    lambda words: f"<{'|'.join(words)}>"
)
TEMPLATES = st.lists(st.one_of(PIECES, st.just("<*>"), ALTERNATIVES), min_size=1, max_size=6).map("".join)
LINES = st.text(alphabet="ab_ .'x1", max_size=14)


def oracle(template: str) -> re.Pattern[str]:
    """Say the same as a template by a regular expression, for short lines."""
    word = "a-z0-9_"
    stretches = [stretch for stretch in fold(template).split("<*>") if stretch]
    expression = ".*".join(
        "".join(
            f"(?:{'|'.join(map(re.escape, part[1:-1].split('|')))})"
            if re.fullmatch(r"<[^<>\s|]+(\|[^<>|]+)+>", part)
            else re.escape(part)
            for part in re.split(r"(<[^<>\s|]+(?:\|[^<>|]+)+>)", stretch)
        )
        for stretch in stretches
    )
    starts = f"(?:(?<![{word}])|(?![{word}]))"
    ends = f"(?:(?<![{word}])|(?![{word}]))"
    return re.compile(f"{starts}{expression}{ends}" if stretches else "")


@given(TEMPLATES, LINES)
@example("a<*>a", "aa")
@example("<a|ab>b1", "abb1")
@example("a<a|ab><*>b", "aab b")
@example("x<*>a", "xa_ a")
def test_a_template_agrees_with_a_regular_expression(template, line):
    folded = fold(line)
    assert Template.parse(template).matches(folded) == bool(oracle(template).search(folded))


@given(TEMPLATES, LINES)
def test_every_line_that_matches_holds_an_anchor(template, line):
    parsed, folded = Template.parse(template), fold(line)
    try:
        anchors = parsed.anchors
    except ValueError:
        return
    if parsed.matches(folded):
        assert anchors & set(words_of(folded))


@given(st.text(alphabet=st.characters(exclude_categories=())), st.text(alphabet=st.characters(exclude_categories=())))
def test_no_template_and_no_text_stop_the_search(template, text):
    parsed = Template.parse(template)
    assert parsed.length >= 0
    assert all(parsed.matches(line) in (True, False) for line in split_lines(text))


def test_a_long_line_of_near_misses_is_searched_in_linear_time():
    line = "a " * 50_000
    assert not Template.parse("a <*>a <*>a <*>a <*>a <*>b").matches(line)


@pytest.fixture
def hits(tiny):
    """Find the hits of a text in the tiny catalogue, by the id of the challenge."""

    def of(text):
        with closing(open_bundle(tiny)) as bundle:
            return {
                bundle.index.named(number)[0]: hit for number, hit in find_hits(split_lines(text), bundle.index).items()
            }

    return of


def test_a_hit_tells_template_line_and_place(hits):
    hit = hits("Traceback\n\x1b[31mAttributeError\x1b[0m: module 'numpy' has no attribute 'int'")["alias-removed"]
    assert hit.template == "module 'numpy' has no attribute '<float|int|bool>'"
    assert hit.line == "attributeerror: module 'numpy' has no attribute 'int'"
    assert (hit.place, hit.length, hit.weak) == (1, 28, False)


def test_a_message_that_a_terminal_wrapped_is_found(hits):
    text = "in load_annotations: AttributeError: the module 'x' failed since module 'numpy' has\nno attribute 'float'"
    assert list(hits(text)) == ["alias-removed"]


def test_each_challenge_has_its_own_hit(hits):
    found = hits("HTTP Error 404: Not Found\nmodule 'numpy' has no attribute 'float'")
    assert {entry: hit.weak for entry, hit in found.items()} == {"alias-removed": False, "link-is-dead": True}


def test_of_equal_hits_the_last_one_counts(hits):
    found = hits("module 'numpy' has no attribute 'float'\nthen\nmodule 'numpy' has no attribute 'bool'")
    assert found["alias-removed"].place == 2


def test_a_text_that_no_template_matches_has_no_hit(hits):
    assert hits("module 'torch' has no attribute 'float'") == {}


def test_a_log_of_very_many_words_is_searched_all_the_same(hits):
    words = "\n".join(f"word{n}" for n in range(2_000))
    assert list(hits(f"{words}\nmodule 'numpy' has no attribute 'float'")) == ["alias-removed"]
