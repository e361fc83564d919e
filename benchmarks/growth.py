"""Measures how `suggest` grows: catalogues of 1, 10 and 100 times this size, made from this one's words.

python benchmarks/growth.py
"""

from __future__ import annotations

import random
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
SIZES = (1, 10, 100)
ASK = """
import resource, sys
from repro_kb.bundle import Bundle
from repro_kb.matcher import Matcher
from repro_kb.report import format_suggestions
found = Matcher(Bundle.open(sys.argv[1])).suggest("deprecated version of the library, the code does not run")
print(format_suggestions("", found, "text"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
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


def compile_grown(times: int, path: Path) -> None:
    """Write the bundle of a grown catalogue."""
    larger = grown(load(), times)
    with closing(sqlite3.connect(path)) as rows:
        fill_bundle(rows, larger, learn(larger))


def answer(path: Path) -> tuple[float, float]:
    """Ask once in a process of its own: milliseconds and megabytes."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", ASK, path], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    return 1000 * (time.perf_counter() - started), int(done.stderr) / 1024


def main() -> None:
    """Print a table: size, time to compile, size of the bundle, time and memory of one answer in a process of its own."""
    print(f"{'times':>6s} {'compile s':>10s} {'bundle MB':>10s} {'answer ms':>10s} {'memory MB':>10s}")
    with tempfile.TemporaryDirectory() as folder:
        for times in SIZES:
            path = Path(folder) / f"{times}.sqlite"
            started = time.perf_counter()
            # In a process of its own: what a process once held would count as the memory of those that it starts.
            subprocess.run([sys.executable, __file__, str(times), path], check=True)
            compiled, size = time.perf_counter() - started, path.stat().st_size / 2**20
            answers = [answer(path) for _ in range(ROUNDS)]
            spent, held = min(spent for spent, _ in answers), min(held for _, held in answers)
            print(f"{times:6d} {compiled:10.1f} {size:10.1f} {spent:10.1f} {held:10.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        compile_grown(int(sys.argv[1]), Path(sys.argv[2]))
    else:
        main()
