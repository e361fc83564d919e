import csv
import io
import json

import building
import pytest
from jsonschema import Draft202012Validator

from repro_kb.site import Project
from repro_kb.site.api import entry_data
from repro_kb.site.index import Index
from repro_kb.site.openapi import components
from repro_kb.site.tables import format_csv

CATALOGUE = building.small_catalogue()


def read(files, name):
    return json.loads(files[f"api/v1/{name}.json"])


def problems(name, data):
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": components()}}
    return [error.message for error in Draft202012Validator(schema).iter_errors(data)]


@pytest.mark.parametrize(
    ("name", "path"), [("Catalogue", "catalogue"), ("Index", "index"), ("References", "references")]
)
def test_a_list_fits_its_own_schema(name, path, files):
    assert problems(name, read(files, path)) == []


@pytest.mark.parametrize("entry", list(CATALOGUE), ids=lambda entry: entry.id)
def test_an_entry_fits_its_own_schema(entry, files):
    kind = type(entry).__name__
    data = read(files, f"{kind.lower()}s/{entry.id}")
    assert problems(kind, data) == []
    assert data["title"] == entry.title


def test_all_entries_of_the_real_catalogue_fit_the_schema_of_their_kind():
    index = Index(building.catalogue())
    found = {e.id: problems(type(e).__name__, entry_data(e, index, Project())) for e in index.catalogue}
    assert {entry: messages for entry, messages in found.items() if messages} == {}


def test_a_schema_refuses_what_is_not_described(files):
    data = read(files, "challenges/plain-problem") | {"colour": "red"}
    assert problems("Challenge", data) == ["Additional properties are not allowed ('colour' was unexpected)"]


def test_the_description_of_the_api_names_only_files_that_exist(files):
    described = read(files, "openapi")
    assert described["openapi"] == "3.1.0"
    for path in described["paths"]:
        assert f"api/v1{path.replace('{id}', 'plain-problem' if 'challenges' in path else 'plain-fix')}" in files


def test_a_mitigation_says_which_challenges_it_helps_with(files):
    expected = [
        {"id": "hostile-title", "rank": 2, "how": "It works for this very problem as a second choice."},
        {"id": "plain-problem", "rank": 1, "how": "Install the last release that has the name, 1.23."},
    ]
    assert read(files, "mitigations/plain-fix")["challenges"] == expected


def test_the_index_says_where_former_ids_lead(files):
    assert read(files, "index")["former_ids"] == {"hostile-name-of-old": "hostile-title"}


@pytest.mark.parametrize("kind", ["challenge", "mitigation", "references", "case", "poster", "lexicon", "background"])
def test_a_schema_lies_at_the_address_that_it_names(kind, files):
    schema = json.loads(files[f"schemas/{kind}.schema.json"])
    assert schema["$id"] == f"https://repro-kb.github.io/repro-kb/schemas/{kind}.schema.json"


def test_tables_hold_a_line_for_each_thing(files):
    lengths = {
        path.removeprefix("downloads/"): len(list(csv.DictReader(io.StringIO(text, newline=""))))
        for path, text in files.items()
        if path.endswith(".csv")
    }
    assert lengths == {
        "challenges.csv": 2, "mitigations.csv": 2, "links.csv": 3, "affected.csv": 3, "signatures.csv": 1, "references.csv": 1,
    }  # fmt: skip


def test_a_spreadsheet_runs_no_cell_of_a_table():
    assert format_csv(["a", "b"], [("=1+1", "-x"), (1, "fine")]) == "a,b\r\n'=1+1,'-x\r\n1,fine\r\n"


def test_llms_txt_lists_every_entry_with_its_twin(files):
    for entry in CATALOGUE:
        kind = type(entry).__name__.lower()
        line = f"(https://repro-kb.github.io/repro-kb/text/{kind}s/{entry.id}.txt): {kind} {entry.id}"
        assert line in files["llms.txt"]


def test_a_markdown_twin_holds_the_commands_and_its_source(files):
    twin = files["text/mitigations/plain-fix.txt"]
    assert "python -m pip install 'numpy<1.24'" in twin
    assert "Source: https://repro-kb.github.io/repro-kb/mitigations/plain-fix.html" in twin


def test_the_twin_of_a_case_lists_its_steps(files):
    assert files["text/cases/small-case.txt"].startswith("# A small case\n\nTwo steps.\n\n## 1. First step\n")
