"""Makes `mkdocs build` and `mkdocs serve` write the generated pages before they collect files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from repro_kb.site import build_site


def on_config(config: Any) -> None:
    """Write what the catalogue says now. Runs before mkdocs lists the files, and again on each change."""
    folder = os.environ.get("REPRO_KB_CATALOGUE")
    build_site(Path(config.docs_dir), Path(folder) if folder else None)
