"""Measures how `suggest` grows: catalogues of 1, 10 and 100 times this size, made from this one's words.

python benchmarks/growth.py
"""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from folds import load

from repro_kb.compiler import fill_bundle, learn
from repro_kb.models import Catalogue, Challenge, Symptom

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 15
ASK = """
import sys
from repro_kb.bundle import Bundle
from repro_kb.matcher import Matcher
from repro_kb.report import format_suggestions
found = Matcher(Bundle.open(sys.argv[1])).suggest("deprecated version of the library, the code does not run")
print(format_suggestions("", found, "text"))
"""


def grown(catalogue: Catalogue, times: int) -> Catalogue:
    """Make a catalogue with many times the challenges: each copy says the same in words of other challenges."""
    return Catalogue(**{**vars(catalogue), "challenges": tuple(_copies(catalogue, times))})


def _copies(catalogue: Catalogue, times: int) -> Iterator[Challenge]:
    words = [word for challenge in catalogue.challenges for s in challenge.symptoms for word in s.text.split()]
    chance = random.Random(0)  # repeatable, not secret
    for copy in range(times):
        for challenge in catalogue.challenges:
            if copy == 0:
                yield challenge
                continue
            symptoms = tuple(
                Symptom(text=" ".join(chance.choice((word, chance.choice(words))) for word in s.text.split()))
                for s in challenge.symptoms
            )
            changed = {"id": f"{challenge.id}-{copy}", "symptoms": symptoms, "signatures": ()}
            yield Challenge(**{**vars(challenge), **changed})


def main() -> None:
    """Print a table: size, time to compile, size of the bundle, time and memory of one answer in a process of its own."""
    catalogue = load()
    print(f"{'challenges':>10s} {'compile s':>10s} {'bundle MB':>10s} {'answer ms':>10s} {'memory MB':>10s}")
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, 10, 100):
            path = Path(folder) / f"{times}.sqlite"
            larger = grown(catalogue, times)
            started = time.perf_counter()
            with closing(sqlite3.connect(path)) as rows:
                fill_bundle(rows, larger, learn(larger))
            compiled = time.perf_counter() - started
            answers = []
            for _ in range(ROUNDS):
                started = time.perf_counter()
                subprocess.run([sys.executable, "-c", ASK, path], check=True, stdout=subprocess.DEVNULL)
                answers.append(1000 * (time.perf_counter() - started))
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            size = path.stat().st_size / 2**20
            print(f"{len(larger.challenges):10d} {compiled:10.1f} {size:10.1f} {min(answers):10.1f} {memory:10.0f}")


if __name__ == "__main__":
    main()
