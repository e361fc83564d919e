"""The site, built once for all tests: the real catalogue with hostile entries among the others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from repro_kb.loader import load_catalogue_folder
from repro_kb.site import Project, site_files
from repro_kb.site.writer import FILES, FOLDERS

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).parent / "data" / "catalogue"
HOSTILE = ("dataset/challenges", "infrastructure/challenges", "infrastructure/mitigations")
BUILDERS = ("material", "zensical")
_KEPT = TemporaryDirectory(prefix="repro-kb-site-", ignore_cleanup_errors=True)


@cache
def small_catalogue():
    """Load the two challenges and two mitigations of the tests."""
    return load_catalogue_folder(SMALL)


@cache
def small_files():
    """Generate the files of the small catalogue."""
    return dict(site_files(small_catalogue(), Project()))


@cache
def project() -> Path:
    """Lay a project out: the pages and settings of this one, its catalogue with the small one's entries added."""
    root = Path(_KEPT.name)
    shutil.copytree(ROOT / "catalogue", root / "catalogue")
    for folder in HOSTILE:
        shutil.copytree(SMALL / folder, root / "catalogue" / folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns(*FOLDERS, *FILES, "__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "src").symlink_to(ROOT / "src")
    return root


@cache
def catalogue():
    """Load the catalogue that the built sites show."""
    return load_catalogue_folder(project() / "catalogue")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this Python in the project; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=project(), env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def environment() -> dict[str, str]:
    """Give the variables of a build: a cache of its own, and the catalogue of the tests."""
    return os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "REPRO_KB_CATALOGUE": str(project() / "catalogue"),
        "XDG_CACHE_HOME": str(project() / "cache"),
    }


@cache
def built(builder: str) -> Path:
    """Build the site with one of the `BUILDERS`."""
    if builder == "material":
        return material("material")
    run("repro_kb.site", "docs")
    run("zensical", "build", "--clean")
    return (project() / "site").rename(project() / "zensical")


def material(name: str) -> Path:
    """Build the site with mkdocs and Material into a folder, every warning an error."""
    run("mkdocs", "build", "--strict", "--quiet", "--site-dir", str(project() / name))
    return project() / name


def pages(site: Path) -> list[str]:
    """List the pages of a built site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
