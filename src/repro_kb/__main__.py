"""Runs the command line: `repro-kb`, or `python -m repro_kb`."""

from __future__ import annotations

import gc

# Most commands end within a tenth of a second, of which looking for garbage while modules load would take a twentieth.
gc.set_threshold(100_000)

from .cli import main  # noqa: E402  # after the threshold, since loading is what it is for

# Nor is it worth looking for it among what was loaded when the program ends: that took a ninth of its time.
gc.freeze()

if __name__ == "__main__":
    main(prog_name="repro-kb")
