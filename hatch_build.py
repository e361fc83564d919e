"""Compiles the catalogue into the wheel, so that an installed copy answers at once and needs no YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's parameter is not public
    """Adds the compiled catalogue to a wheel. An editable install goes on compiling its own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogue, or stop the build with all of its problems."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from repro_kb.compiler import write_bundle
        from repro_kb.loader import load_catalogue_folder

        bundle = Path(self.directory) / "catalogue.sqlite"
        bundle.parent.mkdir(parents=True, exist_ok=True)
        bundle.unlink(missing_ok=True)
        write_bundle(load_catalogue_folder(root / "catalogue"), bundle)
        build_data["force_include"][str(bundle)] = "repro_kb/catalogue.sqlite"
