"""The numbers of a catalogue, and what those of the real one must be."""

from __future__ import annotations

import json

from repro_kb.loader import load_catalogue_folder
from repro_kb.measures import measure


def numbers(catalogue):
    return {measured.name: measured.value for measured in measure(catalogue)}


def test_the_tiny_catalogue_is_counted(tiny):
    counted = numbers(load_catalogue_folder(tiny))
    assert counted["challenges"] == counted["mitigations"] == counted["references"] == 3
    assert sum(counted[f"challenges, {area}"] for area in ("dataset", "methodology", "infrastructure")) == 3
    assert counted["symptoms of a challenge, fewest"] == 20
    assert counted["challenges without a check"] == 0


def test_the_real_catalogue_is_as_large_and_as_well_founded_as_promised(catalogue):
    counted = numbers(catalogue)
    assert counted["challenges"] >= 142
    assert counted["mitigations"] >= 118
    assert counted["references"] >= 175
    assert counted["symptoms of a challenge, fewest"] >= 20
    assert counted["challenges without a check"] == counted["challenges without a reference"] == 0
    assert counted["log templates"] >= 400
    assert counted["log templates confirmed by a run, per cent"] >= 45


def test_the_command_line_shows_the_numbers(run, tiny):
    shown = run("--catalogue", tiny, "list", "--stats").stdout
    assert shown.splitlines()[0] == "     3  challenges"
    assert json.loads(run("--catalogue", tiny, "list", "--stats", "--format", "json").stdout)["mitigations"] == 3
    assert "| references | 3 |" in run("--catalogue", tiny, "list", "--stats", "--format", "markdown").stdout
