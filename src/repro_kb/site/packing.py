"""Writes many small numbers as a short text: in no more bits than their frequencies call for.

A number that makes up a share of p of all that stand in its context costs log2(1/p) bits, fractions of bits included,
where gzip spends whole bits and knows of no contexts. The method is asymmetric numeral systems, J. Duda 2009,
arXiv:0902.0271, with a state of 32 bits that is written 16 bits at a time: what a browser computes exactly.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from ..record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BITS = 12  # of a share
WORD = 16  # bits that are written at a time
_LEAST = 1 << WORD  # of the state, between two numbers


class Packed(Record):
    """Numbers as text.

    Attributes:
        tables: For each context, in order of their numbers, the numbers that occur in it and their shares of 2**BITS.
        text: The numbers, in base 64.
    """

    tables: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    text: str


def pack(numbers: Sequence[tuple[int, int]]) -> Packed:
    """Pack numbers, each given with the number of its context, counted from 0."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for context, number in numbers:
        counts[context][number] += 1
    shares = [_shares(counts[context]) for context in range(max(counts, default=-1) + 1)]
    return Packed(
        tables=tuple((tuple(of_context), tuple(of_context.values())) for of_context in shares),
        text=b64encode(_encode(numbers, shares)).decode(),
    )


def _shares(counts: Mapping[int, int]) -> dict[int, int]:
    """Round the frequencies of a context to shares of 2**BITS, each at least 1; the commonest takes what is left."""
    total = sum(counts.values())
    shares = {number: max(1, (counts[number] << BITS) // total) for number in sorted(counts)}
    if shares:
        shares[max(shares, key=counts.__getitem__)] += (1 << BITS) - sum(shares.values())
    return shares


def _encode(numbers: Sequence[tuple[int, int]], shares: Sequence[Mapping[int, int]]) -> bytes:
    """Take the numbers in from the last to the first: they come out the other way round."""
    starts = [dict(zip(of, accumulate(of.values(), initial=0), strict=False)) for of in shares]  # the last is the whole
    state, words = _LEAST, []
    for context, number in reversed(numbers):
        share = shares[context][number]
        if state >= share << (2 * WORD - BITS):
            words.append(state & (_LEAST - 1))
            state >>= WORD
        state = (state // share << BITS) + state % share + starts[context][number]
    words += [state & (_LEAST - 1), state >> WORD]
    return b"".join(word.to_bytes(2, "big") for word in reversed(words))
