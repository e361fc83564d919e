"""Private catalogues: folders that are laid over the built-in catalogue, or over each other."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from repro_kb import CatalogueError, InputError, compiler, load_catalogue, suggest
from repro_kb.bundle import Bundle
from repro_kb.layers import check_layers, load_layers
from repro_kb.loader import load_catalogue_folder
from repro_kb.schema import extension_schema, load_schema

if TYPE_CHECKING:
    from pathlib import Path

ADDITION = """\
extends: true
mitigations:
  - id: use-cluster-image
    how: The image of our cluster has NumPy 1.23.5 and Python 3.10 installed.
references: [cluster-handbook]
signatures:
  - template: "labtool: old alias <*> in job script"
    evidence: seen
    matches: ["labtool: old alias np.float in job script 17"]
    rejects: ["labtool: job script 17 not found"]
symptoms:
  - labtool refuses my job because of the old alias
"""
IMAGE = """\
title: Use the image of our cluster
summary: >-
  Run the job in the image that the cluster's staff keep for code of 2022, so that nothing has to be installed by hand.
action: repair
fidelity: preserves
effort: minutes
steps: [{do: Name the image in the job script, run: "#SBATCH --image lab/2022"}]
verify: {do: Print the release, expect: 1.23.5}
caveats: [The image is there on our cluster only.]
references: [cluster-handbook]
"""
QUOTA = """\
title: The scratch quota of the cluster is used up
summary: >-
  Jobs stop in the middle of writing a checkpoint, because the scratch folder of the group has no space left for it.
group: network-and-services
variability: [implementation]
impact: blocks-run
causes: Each group has two terabytes of scratch space, which old checkpoints fill within weeks if nobody removes them.
checks: [{do: Print the quota, then: A full one confirms it}]
mitigations:
  - id: use-archived-copy
    how: Move the checkpoints that you keep to the archive, and name them there.
related: [alias-removed]
references: [cluster-handbook]
symptoms:
"""
WORDINGS = """zebra quota exceeded|mango checkpoint half written|disk full on scratch|tundra volume no space|quota mail from staff
cannot save model|torch.save fails late|group folder over limit|two terabytes gone|job killed while writing|lfs quota says over
old runs fill everything|who used the space|scratch cleanup wanted|write error after night|no room for weights|usage above hard limit
inode limit reached|tmp on scratch fails|soft limit warning"""
HANDBOOK = """\
references:
  - {id: cluster-handbook, type: webpage, title: Handbook of the Cluster, URL: "https://example.org/handbook"}
"""
FILES = {
    "layer.yml": "title: Entries of the group\n",
    "references.yml": HANDBOOK,
    "infrastructure/challenges/alias-removed.yml": ADDITION,
    "infrastructure/challenges/scratch-quota-full.yml": QUOTA
    + "".join(f"  - {wording}\n" for line in WORDINGS.splitlines() for wording in line.split("|")),
    "infrastructure/mitigations/use-cluster-image.yml": IMAGE,
}
NUMPY = "AttributeError: module 'numpy' has no attribute 'float'"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def layer(tmp_path):
    return write(tmp_path / "lab", FILES)


@pytest.fixture
def problems(layer, tiny):
    """Check the layer over the tiny catalogue, and give the problems without the folder's name."""

    def check(**changes):
        write(layer, {name.replace("__", "/") + ".yml": text for name, text in changes.items()})
        found = check_layers([layer], lambda: load_catalogue_folder(tiny))
        return [str(problem).removeprefix(f"{layer}/") for problem in found]

    return check


@pytest.fixture
def built_in(tiny, monkeypatch):
    """Let the tiny catalogue be the built-in one."""
    monkeypatch.setattr(compiler, "_CHECKOUT", tiny)
    return tiny


def test_a_sound_layer_has_no_problems(problems):
    assert problems() == []


def test_a_layer_adds_entries_and_adds_to_the_lists_of_entries(tiny, layer):
    beneath = load_catalogue_folder(tiny)
    both = load_layers([layer], lambda: beneath)
    assert [entry.id for entry in both.challenges] == [
        "alias-removed",
        "link-is-dead",
        "scratch-quota-full",
        "seed-forgotten",
    ]
    assert [reference.id for reference in both.references] == [
        "bouthillier2021",
        "cluster-handbook",
        "koehler1999",
        "numpy-1-24",
    ]
    old, new = beneath.entry("alias-removed"), both.entry("alias-removed")
    assert [link.id for link in new.mitigations] == ["install-older-release", "report-spread", "use-cluster-image"]
    assert new.symptoms[: len(old.symptoms)] == old.symptoms
    assert new.symptoms[-1].text == "labtool refuses my job because of the old alias"
    assert new.references == ("numpy-1-24", "cluster-handbook")
    assert (new.title, new.area, new.summary) == (old.title, old.area, old.summary)
    unchanged = [entry for entry in beneath if entry.id != "alias-removed"]
    assert [both.entry(entry.id) for entry in unchanged] == unchanged
    assert (both.cases, both.poster, both.background, both.lexicon) == (
        beneath.cases,
        beneath.poster,
        beneath.background,
        beneath.lexicon,
    )


def test_a_layer_lies_over_the_records_of_a_bundle_as_over_its_yaml(tiny, layer, tmp_path):
    compiler.write_bundle(load_catalogue_folder(tiny), tmp_path / "tiny.sqlite")
    bundle = Bundle.open(str(tmp_path / "tiny.sqlite"))
    over_bundle = load_layers([layer], bundle.catalogue)
    bundle.close()
    assert over_bundle == load_layers([layer], lambda: load_catalogue_folder(tiny))


ALIAS = "infrastructure/challenges/alias-removed.yml"
QUOTA_FILE = "infrastructure/challenges/scratch-quota-full.yml"
FAULTS = {
    "an entry of an id that is taken": (
        {"infrastructure__mitigations__report-spread": IMAGE},
        "infrastructure/mitigations/report-spread.yml:1:1: RKB201 the id `report-spread` is taken by the catalogue beneath. Rename this file.",
    ),
    "an entry of an id that was once used": (
        {"infrastructure__challenges__url-gone": FILES[QUOTA_FILE].replace("zebra", "yak")},
        "infrastructure/challenges/url-gone.yml:1:1: RKB201 the id `url-gone` is taken by the catalogue beneath. Rename this file.",
    ),
    "an addition to nothing": (
        {"infrastructure__challenges__alias-remove": "extends: true\nsymptoms: [one more wording]\n"},
        "infrastructure/challenges/alias-remove.yml:1:10: RKB202 there is no challenge `alias-remove` beneath to extend. Did you mean `alias-removed`?",
    ),
    "an addition that changes": (
        {"infrastructure__challenges__alias-removed": ADDITION + "title: Another\n"},
        f"{ALIAS}:13:1: RKB102 unknown key `title`. Known keys: applies_to, checks, extends, ignore, imagined, mitigations, references, related, reports, signatures, symptoms.",
    ),
    "an addition that does not add": (
        {"infrastructure__challenges__alias-removed": ADDITION.replace("true", "false")},
        f"{ALIAS}:1:10: RKB104 `extends` is False, and true is expected.",
    ),
    "a mitigation that is linked beneath": (
        {
            "infrastructure__challenges__alias-removed": ADDITION.replace(
                "references:",
                "  - id: report-spread\n    how: Report the spread of five seeds as the group does.\nreferences:",
            )
        },
        f"{ALIAS}:5:9: RKB209 `report-spread` is listed twice. Keep the better `how`.",
    ),
    "a wording that stands beneath in the same entry": (
        {"infrastructure__challenges__alias-removed": ADDITION + "  - Np.float does not exist any more!\n"},
        f"{ALIAS}:13:5: RKB213 is nearly the same as item 2. Say it differently or remove it.",
    ),
    "a made-up wording that stands beneath in the same entry": (
        {"infrastructure__challenges__alias-removed": ADDITION + "imagined:\n  - Np.float does not exist any more!\n"},
        f"{ALIAS}:14:5: RKB213 is nearly the same as item 2 of `symptoms`. Say it differently or remove it.",
    ),
    "a wording that stands beneath in another entry": (
        {"infrastructure__challenges__alias-removed": ADDITION + "  - The paper names no seed\n"},
        f"{ALIAS}:13:5: RKB214 `seed-forgotten` has the same wording. Keep it where it fits best.",
    ),
    "output that a template beneath matches": (
        {
            "infrastructure__challenges__scratch-quota-full": FILES[QUOTA_FILE]
            .replace("related: [alias-removed]", "related: [link-is-dead]")
            .replace(
                "symptoms:",
                f'signatures:\n  - template: "quota tool: <*> alias gone"\n    evidence: seen\n    matches: ["quota tool: {NUMPY} alias gone"]\n    rejects: [no]\nsymptoms:'.replace(
                    "[no]", '["no quota"]'
                ),
            )
        },
        f"{QUOTA_FILE}:17:15: RKB212 a log template of `alias-removed` matches this too. Relate the two, or remove it.",
    ),
    "a citation key that is taken": (
        {"references": HANDBOOK + '  - {id: numpy-1-24, type: webpage, title: Notes, URL: "https://example.org"}\n'},
        "references.yml:3:5: RKB201 the citation key `numpy-1-24` stands twice. Keep one of them.",
    ),
    "a reference that nobody cites": (
        {"references": HANDBOOK + '  - {id: lonely, type: webpage, title: Notes, URL: "https://example.org"}\n'},
        "references.yml:3:5: RKB207 no entry cites `lonely`. Cite it or remove it.",
    ),
    "a list that a layer cannot have": (
        {"lexicon": "kinds: {}\n"},
        "lexicon.yml:1:1: RKB010 is not in a place of the catalogue. Entries are AREA/challenges/ID.yml and AREA/mitigations/ID.yml with AREA one of dataset, methodology, infrastructure.",
    ),
    "a layer without a title": (
        {"layer": "note: ours\n"},
        "layer.yml:1:1: RKB101 the key `title` is missing. Whose entries these are.",
    ),
}


@pytest.mark.parametrize(("changes", "expected"), FAULTS.values(), ids=FAULTS)
def test_the_rules_hold_for_a_layer_together_with_what_is_beneath(problems, changes, expected):
    assert [problem for problem in problems(**changes) if "RKB214 `scratch" not in problem] == [expected]


def test_a_whole_catalogue_has_nothing_to_extend(tiny_copy):
    (tiny_copy / ALIAS).write_text((tiny_copy / ALIAS).read_text("utf-8") + "extends: true\n", "utf-8")
    with pytest.raises(CatalogueError, match=r"RKB102 unknown key `extends`"):
        load_catalogue_folder(tiny_copy)


def test_a_layer_lies_over_a_layer(tiny, layer, tmp_path):
    second = write(
        tmp_path / "mine",
        {"layer.yml": "title: Mine\n", ALIAS: "extends: true\nsymptoms: [my very own wording of it]\n"},
    )
    catalogue = load_catalogue([tiny, layer, second])
    assert [s.text for s in catalogue.entry("alias-removed").symptoms[-2:]] == [
        "labtool refuses my job because of the old alias",
        "my very own wording of it",
    ]


@pytest.mark.usefixtures("built_in")
def test_a_whole_catalogue_cannot_hide_those_before_it(tiny, layer):
    with pytest.raises(InputError) as caught:
        load_catalogue([layer, tiny])
    assert str(caught.value) == (
        f"{tiny} has no layer.yml, so it would hide the catalogues before it. Name it first, or add the file."
    )


def test_a_fault_beneath_is_told_of_the_folder_beneath(tiny_copy, layer):
    (tiny_copy / ALIAS).write_text("title: no\n", "utf-8")
    with pytest.raises(CatalogueError, match=rf"^{tiny_copy}/"):
        check_layers([tiny_copy, layer], dict)


@pytest.mark.usefixtures("built_in")
def test_the_commands_see_the_union(run, layer):
    found = json.loads(
        run("suggest", "--catalogue", layer, "--format", "json", "labtool: old alias np.int in job script").stdout
    )
    assert found["suggestions"][0]["id"] == "alias-removed"
    assert "use-cluster-image" in run("show", "alias-removed", "--catalogue", layer).stdout
    assert "scratch-quota-full" in run("--catalogue", layer, "list", "challenges").stdout
    assert run("validate", "--catalogue", layer).stdout == f"{layer}: no problems.\n"
    assert "(4 challenges, 4 mitigations)" in run("--catalogue", layer, "--version").stdout


def test_the_option_is_given_several_times_and_the_setting_holds_several(run, tiny, layer, monkeypatch):
    assert "scratch-quota-full" in run("list", "--catalogue", tiny, "--catalogue", layer).stdout
    monkeypatch.setenv("REPRO_KB_CATALOGUE", f"{tiny}{os.pathsep}{layer}")
    assert "scratch-quota-full" in run("list").stdout
    assert "scratch-quota-full" not in run("list", "--catalogue", tiny).stdout


def test_python_sees_the_union(tiny, layer):
    assert suggest("labtool: old alias np.int in job script", folder=[tiny, layer])[0].challenge.id == "alias-removed"


def test_it_is_compiled_again_when_a_file_beneath_changed(tiny_copy, layer, monkeypatch):
    monkeypatch.setattr(compiler, "_CHECKOUT", tiny_copy)
    assert "Another title" not in {entry.title for entry in load_catalogue(layer)}
    path = tiny_copy / ALIAS
    path.write_text(
        path.read_text("utf-8").replace("A NumPy alias that the code uses was removed", "Another title"), "utf-8"
    )
    assert "Another title" in {entry.title for entry in load_catalogue(layer)}


def test_a_layer_taken_away_leaves_the_catalogue_as_it_was(tiny, layer):
    before = load_catalogue(tiny)
    load_catalogue([tiny, layer])
    shutil.rmtree(layer)
    assert load_catalogue(tiny) == before


def test_the_schema_of_a_layer_is_valid_and_described():
    schema = load_schema("layer")
    Draft202012Validator.check_schema(schema)
    assert all(
        part["title"] and part["description"].endswith(".") and part["examples"]
        for part in schema["properties"].values()
    )


@pytest.mark.parametrize(("kind", "lists"), [("challenge", 10), ("mitigation", 4)])
def test_what_an_addition_may_hold_are_lists_of_the_entry(kind, lists):
    schema = extension_schema(kind)
    Draft202012Validator.check_schema(schema)
    added = {key: value for key, value in schema["properties"].items() if key != "extends"}
    assert len(added) == lists
    assert all(value["type"] == "array" and "minItems" not in value for value in added.values())
