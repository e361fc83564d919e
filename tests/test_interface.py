"""What others rely on changes only together with the list of it and the changelog. docs/stability.md is the policy."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import repro_kb
from repro_kb import errors
from repro_kb.cli import main
from repro_kb.rulebook import RULES
from repro_kb.schema import load_schema
from repro_kb.site.openapi import describe
from repro_kb.site.project import Project

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).parent / "data" / "interface.txt"
FIRST = "0.1.0"
NUMPY = "AttributeError: module 'numpy' has no attribute 'float'"


def listed():
    """Read the list: a line is the version that brought a thing, `-` and the version that withdrew it, and the thing."""
    lines = [line for line in LIST.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [re.fullmatch(r"(\S+)( -\S+)? (\w+ \S+)", line).groups() for line in lines]


@pytest.fixture
def interface(run, tiny, tiny_copy, catalogue):
    """List all that is there now."""
    things = {f"entry {kind}/{e.id}" for kind, es in entries(catalogue) for e in es}
    things |= {f"rule {rule.code}" for rule in RULES}
    things |= {f"exit {name}={e.exit_code}" for name, e in vars(errors).items() if hasattr(e, "exit_code")}
    for name in main.list_commands(None):
        things |= {f"command {name}"}
        things |= {f"option {name}.{o}" for p in main.get_command(None, name).params for o in p.opts if o[0] == "-"}
    things |= {f"python {name}" for name in repro_kb.__all__}
    things |= {f"api {path}" for path in describe(Project())["paths"]}
    things |= {f"field {kind}.{key}" for kind in ("challenge", "mitigation") for key in load_schema(kind)["properties"]}
    broken = tiny_copy / "dataset" / "challenges" / "link-is-dead.yml"
    broken.write_text(broken.read_text("utf-8").replace("impact:", "impakt:", 1), "utf-8")
    asked = {("suggest", NUMPY, "--explain"): tiny, ("list",): tiny, ("show", "alias-removed"): tiny}
    for arguments, folder in (asked | {("validate",): tiny_copy}).items():
        code = 3 if folder == tiny_copy else 0
        answer = json.loads(run(*arguments, "--catalogue", folder, "--format", "json", code=code).stdout)
        things |= {f"json {arguments[0]}{key}" for key in keys(answer) if arguments[0] != "show" or key.count(".") == 1}
    return things


def entries(catalogue):
    return (("challenge", catalogue.challenges), ("mitigation", catalogue.mitigations))


def keys(value, path=""):
    if isinstance(value, list):
        for item in value:
            yield from keys(item, f"{path}[]")
    elif isinstance(value, dict) and not path.endswith(".words"):  # whose keys are words of the question
        for key, part in value.items():
            yield f"{path}.{key.replace(' ', '-')}"
            yield from keys(part, f"{path}.{key.replace(' ', '-')}")


def test_what_is_there_is_listed(interface):
    new = interface - {thing for _, gone, thing in listed() if not gone}
    assert sorted(new) == [], (
        "Add these to tests/data/interface.txt with the coming version, and name them in CHANGELOG.md."
    )


def test_what_is_listed_is_there(interface):
    lost = {thing for _, gone, thing in listed() if not gone} - interface
    assert sorted(lost) == [], (
        "Bring these back, or mark them as withdrawn by the coming version and name them in CHANGELOG.md."
    )


def test_an_id_or_code_is_not_used_again(interface):
    assert sorted({thing for _, gone, thing in listed() if gone} & interface) == []


def test_the_changelog_names_what_came_or_went_after_the_first_release():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    later = [thing.split(" ")[1].split("/")[-1] for since, gone, thing in listed() if since != FIRST or gone]
    assert [name for name in later if name not in changelog] == []
