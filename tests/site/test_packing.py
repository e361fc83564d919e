import random
from base64 import b64decode
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repro_kb.site.packing import BITS, WORD, pack


def unpack(packed, contexts):
    """Read as docs/assets/ranking.js does, which tests/browser compares with the command line."""
    data = b64decode(packed.text)
    words = [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
    state = (words.pop(0) << WORD) + words.pop(0)
    for context in contexts:
        numbers, shares = packed.tables[context]
        slot, place, start = state % 2**BITS, 0, 0
        while start + shares[place] <= slot:
            start += shares[place]
            place += 1
        state = shares[place] * (state >> BITS) + slot - start
        if state < 2**WORD:
            state = (state << WORD) + words.pop(0)
        yield numbers[place]
    assert (state, words) == (2**WORD, [])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-200, 200))))
def test_packed_numbers_are_read_as_they_were(numbers):
    packed = pack(numbers)
    assert list(unpack(packed, [context for context, _ in numbers])) == [number for _, number in numbers]


@pytest.mark.parametrize("often", [1, 3, 1000])
def test_a_number_takes_the_bits_of_its_frequency(often):
    draw = random.Random(0)
    numbers = [(context, draw.choice([0] * often + [1])) for context in (0, 1) for _ in range(20_000)]
    shares = [often / (often + 1), 1 / (often + 1)]
    entropy = -sum(share * log2(share) for share in shares)
    assert len(b64decode(pack(numbers).text)) == pytest.approx(40_000 * entropy / 8, rel=0.1, abs=20)


def test_every_share_is_at_least_one_and_all_make_up_the_whole():
    numbers = [(0, 7)] * 100_000 + [(0, number) for number in range(100)] + [(2, 1)]
    tables = pack(numbers).tables
    assert [sum(shares) for _, shares in tables] == [2**BITS, 0, 2**BITS]
    assert min(tables[0][1]) == 1
