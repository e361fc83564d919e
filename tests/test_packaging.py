"""The wheel: built twice it is the same file, and it works where there is no checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from repro_kb import __version__
from repro_kb.schema import KINDS

ROOT = Path(__file__).parents[1]
NUMPY = "AttributeError: module 'numpy' has no attribute 'float'"


def build(source, target):
    """Build a wheel without network: with the build backend of this environment."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, source]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = Path(target).glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Copy what a wheel is built of, with the tiny catalogue in the place of the real one to save time."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "LICENSE-CATALOGUE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder / "catalogue")
    return folder


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    return build(source, tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel into a fresh environment, whose dependencies are those of this one, and give its programs."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=scheme))
    programs = Path(sysconfig.get_path("scripts", "venv", vars=scheme))
    pip = [sys.executable, "-m", "pip", "--python", programs / "python"]
    options = ["--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", *options, wheel], check=True, capture_output=True)
    for name in (
        "click",
        "attr",
        "attrs",
        "jsonschema",
        "jsonschema_specifications",
        "referencing",
        "rpds",
        "yaml",
        "_yaml",
    ):
        found = Path(sysconfig.get_path("purelib")) / name
        (packages / name).symlink_to(found, target_is_directory=True)
    shutil.copy(Path(sysconfig.get_path("purelib")) / "typing_extensions.py", packages)
    return programs


def run_installed(installed, folder, *arguments):
    """Run a program of the fresh environment in an empty folder, with a cache that it may not need."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["XDG_CACHE_HOME"] = environment["LOCALAPPDATA"] = str(folder / "cache")
    command = [installed / arguments[0], *arguments[1:]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_wheel_built_twice_is_the_same_file(source, wheel, tmp_path):
    for path in source.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    second = build(source, tmp_path)
    assert second.name == wheel.name == f"repro_kb-{__version__}-py3-none-any.whl"
    assert second.read_bytes() == wheel.read_bytes()


def test_the_wheel_carries_the_bundle_the_types_and_the_schemas(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    schemas = {f"repro_kb/schemas/{kind}.schema.json" for kind in KINDS}
    assert {"repro_kb/catalogue.sqlite", "repro_kb/py.typed"} | schemas <= names
    assert {f"repro_kb-{__version__}.dist-info/licenses/{name}" for name in ("LICENSE", "LICENSE-CATALOGUE")} <= names
    assert [name for name in names if name.endswith((".yml", ".pyc")) or name.startswith(("tests", "catalogue"))] == []


def test_the_installed_wheel_answers_from_an_empty_folder(installed, tmp_path):
    answer = run_installed(installed, tmp_path, "repro-kb", "suggest", NUMPY, "--format", "json")
    assert answer.stderr == ""
    assert json.loads(answer.stdout)["suggestions"][0]["id"] == "alias-removed"
    assert list(tmp_path.iterdir()) == [], "nothing is compiled and nothing is written"


def test_the_installed_wheel_is_used_from_python(installed, tmp_path):
    code = "import repro_kb; print(repro_kb.__file__); print(len(repro_kb.load_catalogue().challenges))"
    answer = run_installed(installed, tmp_path, "python", "-c", code)
    place, number = answer.stdout.splitlines()
    assert str(installed.parent) in place
    assert number == "3"


def test_the_installed_wheel_checks_another_catalogue(installed, tmp_path, tiny):
    answer = run_installed(installed, tmp_path, "repro-kb", "validate", "--catalogue", tiny)
    assert (answer.stdout, answer.stderr) == (f"{tiny}: no problems.\n", "")


def test_the_installed_wheel_says_that_it_has_no_sources_to_check(installed, tmp_path):
    answer = run_installed(installed, tmp_path, "repro-kb", "validate")
    assert answer.returncode == 2
    assert answer.stderr == (
        "repro-kb: this copy holds the compiled catalogue only. Give the folder to check with --catalogue PATH.\n"
    )


def test_a_broken_catalogue_stops_the_build(source, tmp_path):
    broken = shutil.copytree(source, tmp_path / "broken")
    (broken / "catalogue" / "poster.yml").write_text("points: no\n", "utf-8")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        build(broken, tmp_path / "wheel")
    assert (
        "poster.yml:1:9: RKB007 unquoted 'no' means a truth value"
        in (caught.value.stdout + caught.value.stderr).decode()
    )
