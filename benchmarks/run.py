"""Prints all tables: quality, peers, speed, growth."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

for name in ("quality", "peers", "speed", "growth"):
    print(f"\n== {name}", flush=True)
    subprocess.run([sys.executable, Path(__file__).with_name(f"{name}.py")], check=True)
