"""Input of any size and kind, brought to a text that fits in memory.

A log is read as a stream. Of one that is too large to be read line by line, the beginning and the end are kept whole,
and from the middle the lines that name trouble, each once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from .errors import InputError
from .normalise import TROUBLE, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE = 2**19  # bytes that are kept from the beginning, and from the end
CHUNK = 2**20
LINE = 2_000  # bytes of a line that are kept
_PER_CHUNK = 40  # lines of a chunk that one word may bring
_KEPT = 4_000  # lines from the middle
_DIGITS = re.compile(rb"[0-9]+")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOISE = 0.1  # share of control characters from which on bytes are no text


def read_text(stream: BinaryIO) -> str:
    """Read all that matters of a stream as text.

    Raises:
        InputError: The stream holds no text.
    """
    head = stream.read(WHOLE)
    _refuse_noise(head.replace(b"\x00", b"") if b"\x00" in head[:2] else head)  # UTF-16 may have no mark
    if len(head) < WHOLE:
        return decode(head)
    middle: dict[bytes, bytes] = {}
    tail = b""
    while chunk := stream.read(CHUNK):
        joined = tail + chunk
        for line in _troubled(joined):
            masked = _DIGITS.sub(b"0", line)
            middle.pop(masked, None)
            middle[masked] = line
        for masked in list(middle)[:-_KEPT]:
            del middle[masked]
        tail = joined[-WHOLE:]
    return decode(b"\n".join([head, *middle.values(), tail]))


def _refuse_noise(head: bytes) -> None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return
    if len(_BINARY.findall(head[:100_000])) > _NOISE * len(head[:100_000]):
        raise InputError("the input is binary data, not text. Give the log or the message that was printed.")


def _troubled(chunk: bytes) -> Iterator[bytes]:
    """Yield the last lines of a chunk that name trouble, for each word of trouble."""
    folded = chunk.lower()
    for word in TROUBLE:
        end = len(folded)
        for _ in range(_PER_CHUNK):
            at = folded.rfind(word.encode(), 0, end)
            if at < 0:
                break
            start = folded.rfind(b"\n", max(0, at - LINE), at) + 1 or max(0, at - LINE)
            stop = folded.find(b"\n", at, at + LINE)
            yield chunk[start : stop if stop >= 0 else at + LINE]
            end = start
