"""The site: a checked catalogue in, the text of every page and data file out.

`site_files` is a pure function; only `build` and `writer` touch the disk.
"""

from __future__ import annotations

from .build import build_site
from .files import site_files
from .project import Project

__all__ = ["Project", "build_site", "site_files"]
