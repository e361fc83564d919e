"""Runs the command line: `python -m repro_kb`."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main(prog_name="repro-kb")
