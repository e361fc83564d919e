"""Text as people paste it, brought to lines and words that can be compared.

Everything works on character classes that are spelt out, on ASCII letters and on code points, so that the same rules
run in a browser (`site/assets/finder.js`) with the same result.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Patterns are texts: the `re` module compiles and keeps each when it is first used, and a start of the program pays for
# those alone that its input needs.
# CSI and OSC sequences, two-byte escapes, then every other control or invisible character but tab and line ends.
_ESCAPES = (
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]?"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_TAGS = r"</?(?:a|b|br|code|div|em|font|i|li|p|pre|span|strong|table|td|tr|ul)(?: [^<>]*)?/?>"
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
_SPACES = r"[ \t\r\xa0\u3000]+"
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u00b4", "''\"\"'")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_ADDRESS = r"https?://([^/ \n\"'<>)]+)[^ \n\"'<>)]*"
_PATH = r"(?:[a-z]:)?(?:[/\\][a-z0-9_.+@-]+)+[/\\]([a-z0-9_.+@-]+)"
_NOISE = r"(?a:0x[0-9a-f]+|\b(?=[a-f]*[0-9])[0-9a-f]{12,}\b|[0-9]{5,})"
_WORDS = r"[a-z0-9]+(?:[._+-]+[a-z0-9]+)*|[\u3400-\u9fff]+"
_PARTS = r"[a-z]+|[0-9]+"
_JOINTS = "._+-"  # may stand within a word, but neither begin nor end it
_SPACED = {
    kept: {n: " " for n in range(128) if chr(n) not in f"abcdefghijklmnopqrstuvwxyz0123456789{kept}"}
    for kept in (_JOINTS, "_")
}
_STOP = frozenset(
    (
        "a an and are as at be been but by can could do does for from had has have i if in into is it its me my of on or our "
        "so than that the their them then there these they this to too us was we were what when where which while who why "
        "will with would you your am im ive any some get got getting try tried trying please help hi hello thanks thank"
    ).split()
)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""), ("edly", "ed"), ("ed", ""), ("es", "e"), ("s", ""))
# What lines that tell what went wrong have in common.
TROUBLE = ("error", "exception", "fail", "warn", "cannot", "not found", "unable", "mismatch", "nan", "killed", "fatal")
CACHED = 2**15  # words of a batch whose forms are remembered
_LONGEST = 2_000  # characters of a line that are read
_JOINED = (60, 400)  # a terminal may have wrapped a message after a line of such a length
_FEW = 14  # lines that are all read
_TAIL = 6  # last lines of a long text that are read whatever they say
_TROUBLED = 12  # lines of a long text that name trouble, from the end


def decode(raw: bytes) -> str:
    """Turn bytes of any encoding into text: UTF-16 with a mark, UTF-8, else one character a byte."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def clean(text: str) -> str:
    """Remove escape sequences, control and invisible characters, and what progress bars have overwritten."""
    if not _is_plain(text):
        text = re.sub(_ESCAPES, "", text)
    return "\n".join(map(_last_written, text.split("\n"))) if "\r" in text else text


def _is_plain(text: str) -> bool:
    """Tell quickly of most texts that no character of them needs removing."""
    return text.isascii() and text.replace("\n", "").replace("\t", "").replace("\r", "").isprintable()


def _last_written(line: str) -> str:
    line = line.rstrip("\r")
    return line[line.rindex("\r") + 1 :] if "\r" in line else line


def fold(line: str) -> str:
    """Bring a line to the form in which texts are compared: lower case, single spaces, straight quotes."""
    if line.isascii() and "\n" not in line:
        return " ".join(line.lower().split())  # what the pattern does, without its compilation, for most lines
    return re.sub(_SPACES, " ", line.translate(_QUOTES).translate(_LOWER)).strip(" ")


def split_lines(text: str) -> list[str]:
    """Clean a text and cut it into its folded lines: no empty ones, none twice, the last place of each kept."""
    text = clean(text)
    if "</" in text or "<span" in text:
        text = re.sub(_TAGS, "", text)
        for entity, character in _ENTITIES.items():
            text = text.replace(entity, character)
    lines = [line for line in (fold(line[:_LONGEST]) for line in text.split("\n")) if line]
    return list(dict.fromkeys(reversed(lines)))[::-1]


def join_wrapped(lines: list[str]) -> list[tuple[int, str]]:
    """List lines with their continuation, where a terminal or a mail program may have wrapped them.

    Returns:
        Place of the line that goes on, and both lines as one.
    """
    shortest, longest = _JOINED
    pairs = enumerate(pairwise(lines))
    return [(place, f"{line} {after}") for place, (line, after) in pairs if shortest <= len(line) <= longest]


def salient(lines: list[str]) -> list[str]:
    """Keep the lines that tell what went wrong: all of a short text, of a log those that name trouble and the last."""
    if len(lines) <= _FEW:
        return lines
    head, tail = lines[:-_TAIL], lines[-_TAIL:]
    troubled = [line for line in head if any(word in line for word in TROUBLE)]
    return lines[:1] + troubled[-_TROUBLED:] + tail


def iter_words(line: str) -> Iterator[str]:
    """Yield the words of a folded line: addresses by their host, paths by their last part, no addresses or hashes."""
    if "://" in line:
        line = re.sub(_ADDRESS, r" \1 ", line)
    if "/" in line or "\\" in line:
        line = re.sub(_PATH, r" \1", line)
    if not line.isascii() or any(digit in line for digit in "0123456789"):
        line = re.sub(_NOISE, " ", line)
    if not line.isascii():
        yield from re.findall(_WORDS, line)
        return
    for word in spaced(line, _JOINTS).split():  # what the pattern does, without its compilation, for most lines
        if word := word.strip(_JOINTS):
            yield word


def spaced(line: str, kept: str) -> str:
    """Put a space in the place of each ASCII character that is neither a lower-case letter nor a digit nor kept."""
    return line.translate(_SPACED[kept])


@lru_cache(maxsize=CACHED)
def stems(word: str) -> tuple[str, ...]:
    """List the comparable forms of a word: identifiers whole and in parts, Chinese as pairs of characters."""
    if word[0] >= "\u3400":
        return tuple(word[i : i + 2] for i in range(len(word) - 1)) if len(word) > 1 else (word,)
    parts = [word] if word.isalpha() else re.findall(_PARTS, word)
    found = (stem(part) for part in parts if part not in _STOP and (len(part) > 1 or len(parts) == 1))
    return (word, *found) if len(parts) > 1 else tuple(found)


def stem(word: str) -> str:
    """Strip the commonest English endings, so that `fails`, `failed` and `failing` meet."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not _keeps_s(word, ending):
            word = word[: len(word) - len(ending)] + instead
            if not instead and len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _keeps_s(word: str, ending: str) -> bool:
    return ending == "s" and word.endswith(("ss", "us", "is"))
