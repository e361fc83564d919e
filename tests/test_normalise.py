"""Text as people paste it, brought to lines and words that can be compared."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repro_kb import normalise, signatures
from repro_kb.normalise import clean, decode, fold, iter_words, join_wrapped, salient, split_lines, stem, stems

CLEANED = {
    "colours": ("\x1b[1;31mError\x1b[0m: no", "Error: no"),
    "cursor movements": ("\x1b[2K\x1b[1Gdone", "done"),
    "a window title": ("\x1b]0;train.py\x07epoch 1", "epoch 1"),
    "a window title that ends with a string terminator": ("\x1b]0;train.py\x1b\\epoch 1", "epoch 1"),
    "a hyperlink": ("\x1b]8;;https://example.org\x1b\\docs\x1b]8;;\x1b\\", "docs"),
    "a title that never ends": ("\x1b]0;train.py\nepoch 1", "\nepoch 1"),
    "a lone escape": ("a\x1b", "a"),
    "the 8-bit control sequence introducer": ("a\x9b31mb", "a31mb"),
    "bells and nulls": ("a\x07\x00b", "ab"),
    "backspaces": ("a\x08b", "ab"),
    "a byte order mark": ("\ufeffa", "a"),
    "zero-width spaces": ("py\u200btorch", "pytorch"),
    "bidirectional overrides": ("a\u202eb\u2066c", "abc"),
    "half a surrogate pair": ("a\ud83db", "ab"),
    "a progress bar": (" 10%|#   |\r 50%|##  |\r100%|####| 3/3", "100%|####| 3/3"),
    "a progress bar that was cleared": ("10%\r\nError", "10%\nError"),
    "Windows line ends": ("one\r\ntwo\r\n", "one\ntwo\n"),
    "a doubled carriage return": ("one\r\r\ntwo", "one\ntwo"),
    "tabs": ("a\tb", "a\tb"),
    "Chinese": ("显存不足\n", "显存不足\n"),
    "emoji": ("🔥 loss", "🔥 loss"),
}


@pytest.mark.parametrize(("text", "cleaned"), CLEANED.values(), ids=CLEANED)
def test_only_what_a_reader_sees_is_kept(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("  AttributeError:\tno   such  name ", "attributeerror: no such name"),
        ("\u2018np.float\u2019 \u201cgone\u201d", "'np.float' \"gone\""),
        ("a\u00a0b\u3000c", "a b c"),
        ("ÄRGER İstanbul", "Ärger İstanbul"),  # ASCII alone is folded, so that a browser does the same
    ],
)
def test_lines_are_compared_in_lower_case_with_single_spaces_and_straight_quotes(line, folded):
    assert fold(line) == folded.replace("İstanbul", "İstanbul")


def test_of_a_line_that_repeats_the_last_place_is_kept():
    assert split_lines("Epoch\nError: a\n\n  \nEPOCH\n") == ["error: a", "epoch"]


def test_of_a_very_long_line_the_beginning_is_read():
    assert [len(line) for line in split_lines("x" * 5_000)] == [2_000]


def test_an_empty_text_has_no_lines():
    assert split_lines(" \n\t\r\n\x1b[0m") == []


def test_html_of_a_notebook_is_read_as_text():
    html = (
        '<pre><span class="ansi-red-fg">TypeError</span>: &#39;&lt;&#39; not supported &amp;c</pre>\n<div>after</div>'
    )
    assert split_lines(html) == ["typeerror: '<' not supported &c", "after"]


@pytest.mark.parametrize("text", ["<module 'numpy'> has no x", "a < b and c > d", "&lt; stays", "List<T> x"])
def test_angle_brackets_of_other_text_are_kept(text):
    assert split_lines(text) == [text.lower()]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("精度下降".encode(), "精度下降"),
        (codecs.BOM_UTF8 + b"loss", "loss"),
        ("loss 精度".encode("utf-16"), "loss 精度"),
        (codecs.BOM_UTF16_BE + "loss".encode("utf-16-be"), "loss"),
        (codecs.BOM_UTF16_LE + b"l\x00o", "l\ufffd"),
        ("café".encode("latin-1"), "café"),
        (b"", ""),
    ],
)
def test_bytes_of_any_encoding_become_text(raw, text):
    assert decode(raw) == text


def test_a_line_that_a_terminal_wrapped_is_also_read_as_one():
    start, end = "x" * 70, "has no attribute"
    assert join_wrapped(["short", start, end]) == [(1, f"{start} {end}")]
    assert join_wrapped(["x" * 59, end]) == []
    assert join_wrapped(["x" * 401, end]) == []


def test_of_a_long_log_the_lines_that_name_trouble_and_the_last_ones_are_kept():
    lines = [f"step {n}" for n in range(100)]
    lines[40] = "runtimeerror: mismatch"
    assert salient(lines) == ["step 0", "runtimeerror: mismatch", *lines[-6:]]
    assert salient(lines[:14]) == lines[:14]


WORDS = {
    "an address gives its host": ("see https://github.com/a/b/issues/3?x=1", ["see", "github.com"]),
    "a path gives its last part": ('file "/home/me/proj/train.py", line 3', ["file", "train.py", "line", "3"]),
    "a Windows path gives its last part": (r"c:\users\me\data.csv gone", ["data.csv", "gone"]),
    "a memory address says nothing": ("object at 0x7f3a2b", ["object", "at"]),
    "a hash says nothing": ("commit 3f2a9c1b7d4e5f60 broke", ["commit", "broke"]),
    "a long number says nothing": ("seed 1234567", ["seed"]),
    "a hexadecimal word without digits is a word": ("defaced facade", ["defaced", "facade"]),
    "a version stays whole": ("numpy==1.24.3, torch 2.0+cu118", ["numpy", "1.24.3", "torch", "2.0+cu118"]),
    "an attribute stays whole": ("np.float is gone", ["np.float", "is", "gone"]),
    "an option loses its dashes": ("--batch-size 32", ["batch-size", "32"]),
    "Chinese stays together": ("升级numpy之后报错", ["升级", "numpy", "之后报错"]),
}


@pytest.mark.parametrize(("line", "words"), WORDS.values(), ids=WORDS)
def test_words_of_a_line(line, words):
    assert list(iter_words(line)) == words


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("np.float", ["np.float", "np", "float"]),
        ("cuda11", ["cuda11", "cuda", "11"]),
        ("batch-size", ["batch-size", "batch", "siz"]),
        ("the", []),
        ("x", ["x"]),
        ("之后报错", ["之后", "后报", "报错"]),
        ("错", ["错"]),
    ],
)
def test_a_word_is_compared_whole_and_in_parts(word, forms):
    assert list(stems(word)) == forms


@pytest.mark.parametrize(
    "family",
    [
        "fail fails failed failing",
        "download downloads downloading",
        "stop stopped stopping",
        "library libraries",
        "class classes",
    ],
)
def test_forms_of_a_word_meet(family):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize("word", ["loss", "status", "analysis", "bus", "red", "sing"])
def test_a_word_that_only_looks_like_a_form_is_kept(word):
    assert stem(word) == word


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_text_stops_the_reading(text):
    lines = split_lines(text)
    assert len(set(lines)) == len(lines)
    for line in lines:
        line.encode()  # no half of a surrogate pair is left
        assert line == fold(line)
        assert clean(line) == line
        assert all(part for word in iter_words(line) for part in stems(word))


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_reading(raw):
    split_lines(decode(raw))


@given(st.text(alphabet=st.characters(max_codepoint=127, exclude_categories=("Cc",)) | st.sampled_from("ab1._+-\t ")))
def test_lines_of_ascii_are_read_as_the_patterns_would_read_them(text):
    folded = re.sub(normalise._SPACES, " ", text.lower()).strip(" ")
    assert fold(text) == folded
    plain = re.sub(r"[/\\]|[0-9]{5,}|0x|://", "", folded)
    assert list(iter_words(plain)) == re.findall(normalise._WORDS, re.sub(normalise._NOISE, " ", plain))
    assert signatures.words_of(folded) == re.findall(signatures._WORD, folded)
