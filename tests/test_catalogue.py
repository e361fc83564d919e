"""The real catalogue, entry by entry: what its schema and its rules cannot say."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from repro_kb.loader import find_problems
from repro_kb.models import AREAS
from repro_kb.normalise import join_wrapped, split_lines
from repro_kb.signatures import Template

CATALOGUE = Path(__file__).parents[1] / "catalogue"
CHALLENGES = sorted(path.stem for path in CATALOGUE.glob("*/challenges/*.yml"))
MITIGATIONS = sorted(path.stem for path in CATALOGUE.glob("*/mitigations/*.yml"))
QUOTED = ("symptoms", "imagined", "signatures", "checks", "steps", "verify")  # they tell what others left unfinished
MARKS = re.compile(r"\b(?:TODO|FIXME|XXX|TBD|lorem ipsum)\b|\u2014", re.IGNORECASE)


def snippets(entry):
    """List language and text of every snippet of an entry."""
    parts = entry.checks if hasattr(entry, "checks") else (*entry.steps, entry.verify)
    return [(part.lang, part.run) for part in parts if part.run]


def parse_yaml(text):
    assert list(yaml.safe_load_all(text))


PARSERS = {"python": ast.parse, "yaml": parse_yaml, "toml": tomllib.loads, "json": json.loads}


@pytest.fixture(scope="session")
def entries(catalogue):
    return {entry.id: entry for entry in catalogue}


@pytest.fixture(scope="session")
def bash(catalogue, tmp_path_factory):
    """Let one shell parse all shell snippets, and give what it says of each entry."""
    folder = tmp_path_factory.mktemp("sh")
    for entry in catalogue:
        for place, (lang, run) in enumerate(snippets(entry)):
            if lang == "sh":
                (folder / f"{entry.id}.{place}").write_text(run + "\n", "utf-8")
    command = ["bash", "-c", 'for file in *; do bash -n "$file"; done']
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stderr
    assert len(list(folder.iterdir())) > 100
    return said.splitlines()


def hit(template, text):
    lines = split_lines(text)
    return any(map(template.matches, (*lines, *(line for _, line in join_wrapped(lines)))))


def test_it_has_no_problem_not_even_of_wording():
    assert list(map(str, find_problems(CATALOGUE))) == []


def test_it_covers_the_field(catalogue):
    assert len(catalogue.challenges) >= 142
    assert len(catalogue.mitigations) >= 118
    assert len(catalogue.references) >= 170
    assert len(catalogue.poster) == 24
    for entries in (catalogue.challenges, catalogue.mitigations):
        assert {entry.area for entry in entries} == set(AREAS)


def test_every_point_of_the_poster_is_carried_by_a_challenge_and_by_a_mitigation(catalogue):
    points = {point.id for point in catalogue.poster}
    for entries in (catalogue.challenges, catalogue.mitigations):
        assert points - {code for entry in entries for code in entry.poster} == set()


@pytest.mark.parametrize("entry", CHALLENGES)
def test_a_template_matches_its_output_and_not_the_near_misses(entries, entry):
    for signature in entries[entry].signatures:
        template = Template.parse(signature.template)
        assert [text for text in signature.matches if not hit(template, text)] == [], signature.template
        assert [text for text in signature.rejects if hit(template, text)] == [], signature.template


@pytest.mark.parametrize("entry", [*CHALLENGES, *MITIGATIONS])
def test_every_snippet_can_be_parsed(entries, bash, entry):
    for lang, run in snippets(entries[entry]):
        if lang in PARSERS:
            PARSERS[lang](run)
    assert [line for line in bash if line.startswith(f"{entry}.")] == []


@pytest.mark.parametrize("entry", [*CHALLENGES, *MITIGATIONS])
def test_no_entry_is_a_draft(entries, entry):
    fields = entries[entry].to_fields()
    prose = json.dumps({key: fields[key] for key in fields if key not in QUOTED}, ensure_ascii=False)
    assert MARKS.findall(prose) == []


@pytest.mark.parametrize("entry", CHALLENGES)
def test_a_challenge_has_several_fixes_a_source_and_wordings_in_two_languages(entries, entry):
    challenge = entries[entry]
    assert len(challenge.mitigations) >= 3
    assert challenge.references
    assert sum(symptom.language == "zh" for symptom in challenge.symptoms) >= 2
    assert challenge.related


@pytest.mark.parametrize("entry", MITIGATIONS)
def test_a_mitigation_has_a_command_or_a_form_to_paste_and_a_way_to_see_that_it_worked(entries, entry):
    assert snippets(entries[entry])
    assert entries[entry].verify.expect
    assert entries[entry].caveats


def test_every_id_and_every_former_id_is_resolved(catalogue, bundle):
    for entry in catalogue:
        kind = "challenge" if hasattr(entry, "symptoms") else "mitigation"
        for name in (entry.id, *entry.former_ids):
            assert bundle.resolve(name) == (kind, entry.id)


def test_each_step_of_a_case_meets_a_challenge(catalogue):
    assert [case.id for case in catalogue.cases] == ["poverty-mapping"]
    for case in catalogue.cases:
        assert all(catalogue.entry(link.id).symptoms for step in case.steps for link in step.challenges)
