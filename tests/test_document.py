"""The strict YAML reader: what it refuses, with its place and its words."""

from __future__ import annotations

import time

import pytest
import yaml

from repro_kb import document
from repro_kb.document import MAX_BYTES, MAX_DEPTH, read_document

ANCHOR = "RKB005 an anchor or alias. Write the text out: each entry stands on its own."
TAB = "RKB003 a tab. Indent with spaces; inside a text write \\t in double quotes."
HINT = "Look for a missing quote, a colon inside unquoted text, or wrong indentation."
DEEP = "RKB008 nesting deeper than 12 levels. No field of an entry needs that."
NO_MAPPING = "1:1: RKB004 is not a mapping. Write `key: value` lines, as catalogue/README.md shows."


@pytest.fixture
def read(tmp_path):
    """Read bytes as a file, and give its value and its problems without the file's name."""

    def from_bytes(raw):
        path = tmp_path / "entry.yml"
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        found, problems = read_document(path, "f")
        assert all(str(problem).startswith("f:") for problem in problems)
        return found and found.value, [str(problem)[2:] for problem in problems]

    return from_bytes


REFUSED = {
    "a duplicate key": (
        "a: v\nb: w\na: x\n",
        ["3:1: RKB006 the key `a` stands twice, first in line 1. Keep one of them."],
    ),
    "a duplicate key in a flow mapping": (
        "l:\n  - {k: v, k: w}\n",
        ["2:12: RKB006 the key `k` stands twice, first in line 2. Keep one of them."],
    ),
    "a tab as indentation": ("a:\n\t- x\n", [f"2:1: {TAB}"]),
    "a tab in a text": ("a: one\ttwo\n", [f"1:7: {TAB}"]),
    "an anchor": ("a: &x text\nb: more\n", [f"1:4: {ANCHOR}"]),
    "an anchor on a list": ("a: &x [text]\nb: more\n", [f"1:4: {ANCHOR}"]),
    "an anchor on the whole file": ("&x {a: text}\n", [f"1:1: {ANCHOR}"]),
    "an alias": ("a: &x text\nb: *x\n", [f"1:4: {ANCHOR}", f"2:4: {ANCHOR}"]),
    "a merge key": ("a: &x {k: v}\nb: {<<: *x}\n", [f"1:4: {ANCHOR}", f"2:9: {ANCHOR}"]),
    "a tag": (
        "a: !!str text\n",
        ["1:4: RKB005 the tag 'tag:yaml.org,2002:str'. Remove it: types are never given by tags here."],
    ),
    "a tag on a key": (
        "!!str a: text\n",
        ["1:1: RKB005 the tag 'tag:yaml.org,2002:str'. Remove it: types are never given by tags here."],
    ),
    "a local tag": ("a: !mine text\n", ["1:4: RKB005 the tag '!mine'. Remove it: types are never given by tags here."]),
    "a tag that would run code": (
        "a: !!python/object/apply:os.system [ls]\n",
        [
            "1:4: RKB005 the tag 'tag:yaml.org,2002:python/object/apply:os.system'. Remove it: types are never given by tags here."
        ],
    ),
    "a byte order mark": (
        b"\xef\xbb\xbfa: x\n",
        ["1:1: RKB002 starts with a byte order mark. Save the file as UTF-8 without BOM."],
    ),
    "an escape for a control character": (
        'a: "x\\0"\n',
        ["1:4: RKB002 the escape for U+0000, a control or invisible character. Remove it."],
    ),
    "an escape in a key": (
        '"\\e[31m": x\n',
        ["1:1: RKB002 the escape for U+001B, a control or invisible character. Remove it."],
    ),
    "an escape for half a surrogate pair": (
        'a: "\\ud800"\n',
        [
            f"1:7: RKB004 is not YAML here: while parsing a quoted scalar found invalid Unicode character escape code. {HINT}"
        ],
    ),
    "Latin-1": ("a: café\n".encode("latin-1"), ["1:7: RKB001 byte 0xe9 is not UTF-8. Save the file as UTF-8."]),
    "Latin-1 in a later line": (
        "a: 中文\nb: 中é\n".encode() + b"c: \xe9\n",
        ["3:4: RKB001 byte 0xe9 is not UTF-8. Save the file as UTF-8."],
    ),
    "UTF-16": ("a: x\n".encode("utf-16"), ["1:1: RKB001 byte 0xff is not UTF-8. Save the file as UTF-8."]),
    "a character cut in half": (b"a: \xe4\xb8", ["1:4: RKB001 byte 0xe4 is not UTF-8. Save the file as UTF-8."]),
    "a second document": ("a: x\n---\nb: z\n", ["2:1: RKB008 a second document. Put one entry in one file."]),
    "a list as a key": ("? [a, b]\n: c\n", ["1:3: RKB004 a mapping or list used as a key. Keys are plain words."]),
    "a mapping as a key": ("{a: b}: c\n", ["1:1: RKB004 a mapping or list used as a key. Keys are plain words."]),
    "an empty file": ("", [NO_MAPPING]),
    "a file of comments": ("# nothing\n", [NO_MAPPING]),
    "a list": ("- x\n", [NO_MAPPING]),
    "a text": ("x\n", [NO_MAPPING]),
    "no value": (
        "a:\nb: x\n",
        [
            "1:3: RKB007 unquoted '' means nothing to a YAML reader, and text is expected. Give a value, or remove the key."
        ],
    ),
    "a colon in an unquoted text": (
        "a: one: two\n",
        [f"1:7: RKB004 is not YAML here: mapping values are not allowed in this context. {HINT}"],
    ),
    "an open bracket": (
        "a: [x\n",
        [f"2:1: RKB004 is not YAML here: while parsing a flow sequence did not find expected ',' or ']'. {HINT}"],
    ),
    "an open quote": (
        "a: 'x\nb: z\n",
        [f"3:1: RKB004 is not YAML here: while scanning a quoted scalar found unexpected end of stream. {HINT}"],
    ),
    "an alias bomb": (
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        [f"1:4: {ANCHOR}", f"2:4: {ANCHOR}", f"2:8: {ANCHOR}"],
    ),
    "a file of more than a megabyte": (
        b"a: " + b"x" * MAX_BYTES,
        ["1:1: RKB001 is larger than 1,000,000 bytes. An entry is a page of text: shorten it."],
    ),
}


@pytest.mark.parametrize(("raw", "problems"), REFUSED.values(), ids=REFUSED)
def test_is_refused_with_its_place(read, raw, problems):
    assert read(raw)[1] == problems


@pytest.mark.parametrize(
    "code", [0x00, 0x07, 0x1B, 0x7F, 0x85, 0x9B, 0x200B, 0x200E, 0x2028, 0x202E, 0x2060, 0x2066, 0xFEFF, 0xFFFE]
)
def test_a_control_or_invisible_character_is_refused(read, code):
    value, problems = read(f"a: x{chr(code)}y\n")
    assert value is None
    assert problems == [f"1:5: RKB002 character U+{code:04X} is invisible or a control character. Remove it."]


SPELLINGS = {
    "a truth value": "no yes on off y n N True FALSE Off",
    "nothing": "~ null NULL",
    "a number": "1 1.10 3.10 010 08 0x1f 0b1 0o17 1e3 1.5e3 1_000 190:20:30 12:30 .5 .inf -.INF .NaN +1 -1 1.",
    "a date": "2022-12-18 2022-1-1 2022-12-18T10:00:00Z",
}
GUESSED = [(word, kind) for kind, words in SPELLINGS.items() for word in words.split()]


@pytest.mark.parametrize(("word", "kind"), GUESSED)
def test_a_word_that_yaml_takes_for_another_type_is_refused_unquoted(read, word, kind):
    message = f'RKB007 unquoted {word!r} means {kind} to a YAML reader, and text is expected. Write "{word}" in quotes.'
    assert read(f"a: {word}\n")[1] == [f"1:4: {message}"]
    assert read(f"a: \"{word}\"\nb: '{word}'\n") == ({"a": word, "b": word}, [])


@pytest.mark.parametrize("word", ["no", "on", "1", "2022-12-18"])
def test_a_key_that_yaml_takes_for_another_type_is_refused(read, word):
    assert [problem.partition(" ")[0] for problem in read(f"{word}: text\n")[1]] == ["1:1:"]


@pytest.mark.parametrize(
    "word", ["1.2.3", "v1", "1-2", "numpy==1.23", "2022-12", "1,000", "nothing", "no, thanks", "0o8", "="]
)
def test_a_word_that_is_text_to_every_yaml_needs_no_quotes(read, word):
    assert read(f"a: {word}\n") == ({"a": word}, [])


def test_true_and_false_are_the_only_values_beside_text(read):
    assert read("a: true\nb: false\nc: 'true'\n") == ({"a": True, "b": False, "c": "true"}, [])


def test_a_tab_can_be_written_as_an_escape(read):
    assert read('a: "one\\ttwo"\n') == ({"a": "one\ttwo"}, [])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_both_kinds_are_read(read, end):
    assert read(f"a: |{end}  one{end}  two{end}b: 中文{end}") == ({"a": "one\ntwo\n", "b": "中文"}, [])


def test_twelve_levels_are_read_and_thirteen_are_refused(read):
    inner = MAX_DEPTH - 1
    assert read("a: " + "[" * inner + "x" + "]" * inner)[1] == []
    assert read("a: " + "[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH) == (None, [f"1:15: {DEEP}"])


@pytest.mark.parametrize("start", ["[", "{a: ", "- "])
def test_a_hundred_thousand_levels_are_refused_within_a_second(read, start):
    began = time.perf_counter()
    value, problems = read("a:\n  " + start * 100_000)
    assert time.perf_counter() - began < 1
    assert value is None
    assert [problem.partition(" ")[2] for problem in problems] == [DEEP]


def test_a_megabyte_is_read(read):
    assert read("a: " + "x" * (MAX_BYTES - 3))[1] == []


def test_all_problems_of_a_file_are_reported_at_once(read):
    value, problems = read("a: no\nb: 1.10\na: &x text\n")
    assert value == {"a": "text", "b": "1.10"}
    assert [problem.split(" ")[:2] for problem in problems] == [
        ["1:4:", "RKB007"],
        ["2:4:", "RKB007"],
        ["3:1:", "RKB006"],
        ["3:4:", "RKB005"],
    ]


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    found, problems = read_document(tmp_path / "gone.yml", "gone.yml")
    assert found is None
    assert [str(problem) for problem in problems] == [
        "gone.yml:1:1: RKB001 cannot be read: No such file or directory. Check its permissions."
    ]


def test_the_place_of_each_value_is_kept(read, tmp_path):
    read("a:\n  - b: one\n    c: two\n")
    found, _ = read_document(tmp_path / "entry.yml", "f")
    assert found.marks[("a", 0, "c")] == (3, 8)
    assert str(found.problem(("a", 0, "c"), "RKB999", "here")) == "f:3:8: RKB999 here"
    assert str(found.problem(("a", 0, "gone", 7), "RKB999", "near")) == "f:2:5: RKB999 near"
    assert str(found.problem(("a", 0), "RKB999", "the key", key="c")) == "f:3:5: RKB999 the key"


@pytest.mark.parametrize(
    "name", ["a duplicate key", "an anchor on a list", "a tag", "no value", "an alias bomb", "a second document"]
)
def test_the_parser_without_libyaml_refuses_the_same(read, monkeypatch, name):
    monkeypatch.setattr(document, "_LOADER", yaml.SafeLoader)
    raw, problems = REFUSED[name]
    assert read(raw)[1] == problems
