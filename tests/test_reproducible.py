"""The same commit gives the same bytes: in another folder, for another user, in another time zone and language."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MADE = {".venv", ".git", "site", "dist", "build", ".cache", ".hypothesis", ".coverage"}
PLACES = {
    "here": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "USER": "one", "PYTHONHASHSEED": "1", "UMASK": "022"},
    "a longer name/elsewhere": {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "USER": "two",
        "PYTHONHASHSEED": "2",
        "UMASK": "077",
    },
}


def left_out(folder, names):
    """Leave out what was made here: at the top what tools made, everywhere what Python compiled."""
    return [name for name in names if name == "__pycache__" or (Path(folder) == ROOT and name in MADE)]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build wheel, sdist and site in two places that differ in all that must not matter."""
    found = []
    for name, settings in PLACES.items():
        folder = tmp_path_factory.mktemp("place") / name
        old = os.umask(int(settings["UMASK"], 8))
        try:
            shutil.copytree(ROOT, folder, ignore=left_out)
        finally:
            os.umask(old)
        environment = os.environ | settings | {"SOURCE_DATE_EPOCH": "1700000000", "HOME": str(folder)}
        environment |= {"XDG_CACHE_HOME": str(folder / ".cache"), "LOCALAPPDATA": str(folder / ".cache")}
        for command in (
            ["build", "--no-isolation", "--wheel", "--sdist", "--outdir", folder / "dist", folder],
            ["mkdocs", "build", "--strict", "--quiet", "--config-file", folder / "mkdocs.yml"],
        ):
            done = subprocess.run(
                [sys.executable, "-m", *command],
                env=environment,
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        found.append(folder)
    return found


def files(folder, part):
    return {path.relative_to(folder): path.read_bytes() for path in (folder / part).rglob("*") if path.is_file()}


@pytest.mark.parametrize("part", ["dist", "site"])
def test_what_is_built_is_the_same_everywhere(built, part):
    one, other = (files(folder, part) for folder in built)
    assert sorted(one) == sorted(other)
    assert [str(path) for path in one if one[path] != other[path]] == []
    assert len(one) >= {"dist": 2, "site": 300}[part]
