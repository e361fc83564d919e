"""Times whole processes side by side: `repro-kb suggest` against named peers, in one environment and one run.

    python benchmarks/speed.py

Times of one run on one machine can be compared with each other, not with those of another; hence ratios.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 25
PEERS = {
    "python -c pass": ["-c", "pass"],
    "python -c 'import click'": ["-c", "import click"],
    "repro-kb suggest PHRASE": ["-m", "repro_kb", "suggest", "deprecated version"],
    "repro-kb suggest --format json": ["-m", "repro_kb", "suggest", "--format", "json", "deprecated version"],
    "tldr --version (the tldr client)": ["-m", "tldr", "--version"],
    "import friendly_traceback": ["-c", "import friendly_traceback"],
}


def environment(folder: Path) -> Path:
    """Install a wheel of this checkout, and the peers, into an environment of their own; give its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, ROOT, "tldr", "friendly-traceback"], check=True)
    return python


def best(command: list[str]) -> float:
    """Give the shortest time of a command, in milliseconds."""
    started = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - started)


def main() -> None:
    """Take turns between the commands, so that a busy moment meets all alike, and print the shortest time of each."""
    with tempfile.TemporaryDirectory() as folder:
        python = environment(Path(folder))
        times: dict[str, list[float]] = {name: [] for name in PEERS}
        for _ in range(ROUNDS):
            for name, arguments in PEERS.items():
                times[name].append(best([str(python), *arguments]))
    base = min(times["python -c 'import click'"])
    print(f"{'command':36s} {'ms':>7s} {'x import click':>15s}")
    for name, measured in times.items():
        print(f"{name:36s} {min(measured):7.1f} {min(measured) / base:15.2f}")


if __name__ == "__main__":
    main()
