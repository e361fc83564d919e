"""Where the project lives: read from mkdocs.yml, the one place that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import __version__
from ..record import Record

if TYPE_CHECKING:
    from pathlib import Path


class Project(Record):
    """Addresses and version that pages, data files and citations name.

    Attributes:
        repo_url: The repository, without a slash at the end.
        site_url: The published site, with a slash at the end.
        version: Version of the package and of the catalogue in it.
    """

    repo_url: str = "https://github.com/repro-kb/repro-kb"
    site_url: str = "https://repro-kb.github.io/repro-kb/"
    version: str = __version__

    @classmethod
    def of(cls, config: Path) -> Project:
        """Take the addresses that a mkdocs.yml names; without one, those of repro-kb."""
        if not config.is_file():
            return cls()
        import yaml

        settings = yaml.safe_load(config.read_text("utf-8"))
        ends = {"repo_url": "", "site_url": "/"}
        named = {key: str(settings[key]).rstrip("/") + end for key, end in ends.items() if settings.get(key)}
        return cls(**named)

    def edit_url(self, source: str) -> str:
        """Give the address at which a file of the repository can be edited."""
        return f"{self.repo_url}/edit/main/{source}"

    def page_url(self, path: str) -> str:
        """Give the published address of a file of the site."""
        return self.site_url + path
