"""What a change of the catalogue does: told on a pull request, and in the notes of a release."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from repro_kb.changes import Change, compare
from repro_kb.loader import load_catalogue_folder

GITHUB = Path(__file__).parents[1] / ".github"
ALIAS = "infrastructure/challenges/alias-removed.yml"
CHANGELOG = """\
# Changelog

## [Unreleased]

Soon.

## [0.2.0] - 2027-01-01

### Tool

- Faster.

[Unreleased]: https://example.org
"""


def script(name, *arguments):
    command = [sys.executable, GITHUB / name, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def changed(tiny_copy):
    """Change one entry of a copy, and add one that takes its wordings over."""
    path = tiny_copy / ALIAS
    text = path.read_text("utf-8")
    new = text.replace("title:", "title: New", 1).replace("former_ids:", "ignored_ids:")
    symptoms = new.partition("\nsymptoms:\n")[2]
    for line in symptoms.splitlines():
        new = new.replace(
            line, line.replace("- ", "- the quota tool says ", 1).replace("- the quota tool says zh:", "- zh:")
        )
    (path.parent / "quota-tool.yml").write_text(new, "utf-8")
    path.write_text(text.replace("title: ", "title: On second thoughts, ", 1), "utf-8")
    return tiny_copy


def test_what_does_not_differ_is_not_told(tiny):
    assert compare(load_catalogue_folder(tiny), load_catalogue_folder(tiny)) == ()


def test_entries_that_were_added_changed_and_withdrawn_are_told(tiny, changed):
    before, after = load_catalogue_folder(tiny), load_catalogue_folder(changed)
    old, new = before.entry("alias-removed"), after.entry("quota-tool")
    there = [
        Change(
            what="changed",
            kind="challenge",
            id="alias-removed",
            title=f"On second thoughts, {old.title}",
            fields=("title",),
        ),
        Change(what="added", kind="challenge", id="quota-tool", title=new.title),
    ]
    assert compare(before, after) == tuple(there)
    back = compare(after, before)
    assert [(change.what, change.id) for change in back] == [("changed", "alias-removed"), ("withdrawn", "quota-tool")]


def test_an_entry_with_a_new_id_is_renamed(tiny, tiny_copy):
    path = tiny_copy / ALIAS
    text = path.read_text("utf-8").replace("impact:", "former_ids: [alias-removed]\nimpact:", 1)
    path.with_name("alias-gone.yml").write_text(text, "utf-8")
    path.unlink()
    for other in tiny_copy.rglob("*.yml"):
        other.write_text(
            other.read_text("utf-8").replace("alias-removed", "alias-gone") if other.stem != "alias-gone" else text,
            "utf-8",
        )
    changes = compare(load_catalogue_folder(tiny), load_catalogue_folder(tiny_copy))
    assert ("renamed", "alias-gone") in [(change.what, change.id) for change in changes]
    assert "alias-removed" not in [change.id for change in changes]


def test_the_review_of_a_pull_request_tells_what_a_new_entry_answers_and_moves(tiny, changed):
    done = script("review.py", tiny, changed)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "## What this does to the catalogue"
    assert any(line.startswith("| challenge `quota-tool`: New") and line.endswith("| added |  |") for line in lines)
    assert any(line.startswith("It is the first answer to ") for line in lines)
    assert "### Answers that it moves" in lines


def test_a_review_without_changes_says_so(tiny):
    lines = script("review.py", tiny, tiny).stdout.splitlines()
    assert "No entry differs." in lines
    assert any(line.endswith("0 have another first answer: 0 now the right one, 0 no longer.") for line in lines)


def test_a_review_of_a_broken_catalogue_names_the_problem(tiny, tiny_copy):
    (tiny_copy / ALIAS).write_text("title: x\n", "utf-8")
    done = script("review.py", tiny, tiny_copy)
    assert done.returncode == 1
    assert "RKB101" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_notes_of_a_release_begin_with_the_hand_written_part(tmp_path, tiny, changed):
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    first, later = (
        script("notes.py", version, tmp_path / "CHANGELOG.md", tiny, changed).stdout for version in ("0.2.0", "9")
    )
    assert first.startswith("### Tool\n\n- Faster.\n\n### Entries: added\n\n- challenge `quota-tool`: New")
    assert "\n### Entries: changed\n\n- challenge `alias-removed`: On second thoughts, " in first
    assert first.rstrip().endswith(" (title)")
    assert later.startswith("Soon.\n")


def test_the_notes_of_the_first_release_are_the_hand_written_part(tmp_path):
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    assert script("notes.py", "0.2.0", tmp_path / "CHANGELOG.md").stdout == "### Tool\n\n- Faster.\n"
