"""What must hold between the files of a catalogue: each rule shown by one broken copy of the tiny catalogue."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import repro_kb
from repro_kb import CatalogueError, InputError
from repro_kb.loader import find_problems, load_catalogue_folder
from repro_kb.wording import is_near, near_pairs

LINK = "dataset/challenges/link-is-dead.yml"
ALIAS = "infrastructure/challenges/alias-removed.yml"
SEED = "methodology/challenges/seed-forgotten.yml"
COPY = "dataset/mitigations/use-archived-copy.yml"
OLDER = "infrastructure/mitigations/install-older-release.yml"
CASE = "cases/two-steps.yml"
REFERENCES = "references.yml"
PLACES = "Entries are AREA/challenges/ID.yml and AREA/mitigations/ID.yml with AREA one of dataset, methodology, infrastructure."


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), "utf-8")


def rename(root: Path, file: str, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / file).rename(root / name)


def problems(root: Path, only: tuple[Path, ...] = ()) -> list[str]:
    return [str(problem).removeprefix(f"{root}/") for problem in find_problems(root, only)]


BROKEN = {
    "RKB101 a missing key": (
        SEED,
        "impact: changes-results\n",
        "",
        [
            f"{SEED}:1:1: RKB101 the key `impact` is missing. The worst that it does: stops the run, changes the results, weakens the claim, or costs time."
        ],
    ),
    "RKB201 a former id that is in use": (
        OLDER,
        "[downgrade]",
        "[downgrade, alias-removed]",
        [f"{OLDER}:8:25: RKB201 the id `alias-removed` is in use by {{root}}/{ALIAS}. An id is never used again."],
    ),
    "RKB201 two entries with the same former id": (
        OLDER,
        "[downgrade]",
        "[url-gone]",
        [f"{OLDER}:8:14: RKB201 the id `url-gone` is in use by {{root}}/{LINK}. An id is never used again."],
    ),
    "RKB201 a citation key twice": (
        REFERENCES,
        "  - id: numpy-1-24\n",
        "  - id: numpy-1-24\n    type: webpage\n    title: The same again\n    URL: https://example.org\n  - id: numpy-1-24\n",
        [f"{REFERENCES}:19:5: RKB201 the citation key `numpy-1-24` stands twice. Keep one of them."],
    ),
    "RKB201 a step twice": (
        CASE,
        "  - id: train\n",
        "  - id: fetch\n",
        [f"{CASE}:9:9: RKB201 the step `fetch` stands twice. Rename one of them."],
    ),
    "RKB202 an unknown mitigation": (
        ALIAS,
        "  - id: install-older-release",
        "  - id: install-old-release",
        [
            f"{ALIAS}:18:9: RKB202 there is no mitigation `install-old-release`. Did you mean `install-older-release`?",
            f"{OLDER}:1:1: RKB205 no challenge uses `install-older-release`. Link it from a challenge, with how it helps there.",
        ],
    ),
    "RKB202 a challenge in the place of a mitigation": (
        SEED,
        "  - id: report-spread",
        "  - id: alias-removed",
        [f"{SEED}:16:9: RKB202 there is no mitigation `alias-removed`."],
    ),
    "RKB202 an unknown related challenge": (
        SEED,
        "related: [alias-removed]",
        "related: [alias-remove]",
        [f"{SEED}:18:11: RKB202 there is no challenge `alias-remove`. Did you mean `alias-removed`?"],
    ),
    "RKB202 a former id in a link": (
        SEED,
        "related: [alias-removed]",
        "related: [url-gone]",
        [f"{SEED}:18:11: RKB202 there is no challenge `url-gone`."],
    ),
    "RKB202 an unknown challenge in a case": (
        CASE,
        "{id: seed-forgotten,",
        "{id: seed-forgot,",
        [f"{CASE}:14:14: RKB202 there is no challenge `seed-forgot`. Did you mean `seed-forgotten`?"],
    ),
    "RKB203 a template that misses its output": (
        ALIAS,
        "<float|int|bool>",
        "<float|bool>",
        [f"{ALIAS}:32:9: RKB203 the template \"module 'numpy' has no attribute '<float|bool>'\" does not match this."],
    ),
    "RKB204 a template that matches what it must reject": (
        ALIAS,
        "\"module 'numpy' has no attribute '<float|int|bool>'\"",
        "\"module '<numpy|torch>' has no attribute '<float|int|bool>'\"",
        [
            f"{ALIAS}:36:15: RKB204 the template \"module '<numpy|torch>' has no attribute '<float|int|bool>'\" matches this, which it must reject."
        ],
    ),
    "RKB205 an unused mitigation": (
        LINK,
        "  - id: use-archived-copy",
        "  - id: report-spread",
        [
            f"{COPY}:1:1: RKB205 no challenge uses `use-archived-copy`. Link it from a challenge, with how it helps there."
        ],
    ),
    "RKB206 an unknown citation key": (
        OLDER,
        "[numpy-1-24]",
        "[numpy-1-25]",
        [f"{OLDER}:19:14: RKB206 references.yml has no `numpy-1-25`. Did you mean `numpy-1-24`?"],
    ),
    "RKB207 a reference that nobody cites": (
        REFERENCES,
        "references:\n",
        "references:\n  - {id: alone2020, type: book, title: Uncited, URL: https://example.org}\n",
        [f"{REFERENCES}:2:5: RKB207 no entry cites `alone2020`. Cite it or remove it."],
    ),
    "RKB208 a step that needs a later one": (
        CASE,
        "needs: [fetch]",
        "needs: [train]",
        [f"{CASE}:12:13: RKB208 no earlier step is `train`."],
    ),
    "RKB208 a step that needs an unknown one": (
        CASE,
        "needs: [fetch]",
        "needs: [fetched]",
        [f"{CASE}:12:13: RKB208 no earlier step is `fetched`. Did you mean `fetch`?"],
    ),
    "RKB209 a challenge related to itself": (
        SEED,
        "related: [alias-removed]",
        "related: [seed-forgotten]",
        [f"{SEED}:18:11: RKB209 links to itself. Remove it."],
    ),
    "RKB209 a mitigation listed twice": (
        SEED,
        "related:",
        "  - id: report-spread\n    how: Run five seeds once more, because it is listed a second time.\nrelated:",
        [f"{SEED}:18:9: RKB209 `report-spread` is listed twice. Keep the better `how`."],
    ),
    "RKB210 a point that the poster lacks": (
        SEED,
        "references:",
        "poster: [motto]\nreferences:",
        [f"{SEED}:19:10: RKB210 poster.yml has no point `motto`."],
    ),
    "RKB211 a template of holes": (
        LINK,
        '"HTTP Error 404: Not Found"\n',
        '"<*> 404: <*>"\n',
        [f"{LINK}:25:15: RKB211 the template fixes 3 letters, and 8 are needed. Add more of the message."],
    ),
    "RKB212 a template that fires on a neighbour": (LINK, "    weak: true\n", "", []),
    "RKB213 a wording twice in an entry": (
        SEED,
        "  - the paper names no seed\n",
        "  - the paper names no seed\n  - the paper names no seeds\n",
        [f"{SEED}:27:5: RKB213 is nearly the same as item 6. Say it differently or remove it."],
    ),
    "RKB214 a wording in two entries": (
        SEED,
        "  - the paper names no seed\n",
        "  - Np.float, does not exist any more!\n",
        [f"{SEED}:26:5: RKB214 `alias-removed` has the same wording. Keep it where it fits best."],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_reported(tiny_copy, file, old, new, expected):
    change(tiny_copy, file, old, new)
    assert problems(tiny_copy) == [
        message.format(root=tiny_copy) if "{root}" in message else message for message in expected
    ]


def test_a_file_name_that_is_no_id_is_reported(tiny_copy):
    rename(tiny_copy, LINK, "dataset/challenges/Link_is_dead.yml")
    assert problems(tiny_copy)[1:] == [
        "dataset/challenges/Link_is_dead.yml:1:1: RKB201 the file name 'Link_is_dead' is not an id. Use lower-case words joined by hyphens."
    ]


def test_an_id_in_two_areas_is_reported(tiny_copy):
    text = (tiny_copy / COPY).read_text("utf-8")
    (tiny_copy / "methodology/mitigations/use-archived-copy.yml").write_text(text, "utf-8")
    assert problems(tiny_copy) == [
        f"methodology/mitigations/use-archived-copy.yml:1:1: RKB201 the id `use-archived-copy` is taken by {tiny_copy / COPY}. Rename this file."
    ]


@pytest.mark.parametrize(
    "place",
    [
        "notes.yml",
        "dataset/new.yml",
        "weather/challenges/new.yml",
        "dataset/fixes/new.yml",
        "dataset/challenges/new.yaml",
        "dataset/challenges/deep/new.yml",
    ],
)
def test_a_file_in_no_place_of_the_catalogue_is_reported(tiny_copy, place):
    (tiny_copy / place).parent.mkdir(parents=True, exist_ok=True)
    (tiny_copy / place).write_text("key: value\n", "utf-8")
    assert problems(tiny_copy) == [f"{place}:1:1: RKB010 is not in a place of the catalogue. {PLACES}"]


def test_other_files_are_no_part_of_the_catalogue(tiny_copy):
    (tiny_copy / "README.md").write_text("# Fields", "utf-8")
    (tiny_copy / "dataset/challenges/notes.txt").write_text("a: [", "utf-8")
    assert problems(tiny_copy) == []


def test_a_template_without_a_whole_word_is_reported(tiny_copy):
    change(tiny_copy, ALIAS, "\"module 'numpy' has no attribute '<float|int|bool>'\"", '"numpyattribute<*>modulewide"')
    found = [problem for problem in problems(tiny_copy) if "RKB211" in problem]
    assert found == [f"{ALIAS}:27:15: RKB211 the template cannot be searched for: it has no whole word to look for."]


def test_a_strong_template_that_fires_on_a_neighbour_is_reported_unless_the_two_are_related(tiny_copy):
    change(tiny_copy, LINK, '"HTTP Error 404: Not Found"\n    weak: true\n', '"AttributeError: module"\n')
    change(
        tiny_copy, LINK, '["urllib.error.HTTPError: HTTP Error 404: Not Found"]', '["AttributeError: module is dead"]'
    )
    place, message = f"{LINK}:25:15", "Sharpen it, mark it weak, or relate the two."
    assert problems(tiny_copy) == [
        f"{place}: RKB212 also matches output of `alias-removed`: \"AttributeError: module 'numpy' has no attribute 'float'\". {message}",
        f"{place}: RKB212 also matches output of `alias-removed`: 'Traceback (most recent call last):'. {message}",
    ]
    change(tiny_copy, ALIAS, "related: [seed-forgotten]", "related: [seed-forgotten, link-is-dead]")
    assert problems(tiny_copy) == []


def test_all_problems_of_all_files_come_in_one_run_by_file_line_and_column(tiny_copy):
    change(tiny_copy, LINK, "group: availability", "group: availabilty")
    change(tiny_copy, LINK, "title: The", "titel: The")
    (tiny_copy / ALIAS).write_bytes(b"a: \xff")
    change(tiny_copy, SEED, "variability: [optimisation]", "variability: no")
    change(tiny_copy, OLDER, "effort: minutes", "effort: minutes\nrun: 1.10")
    change(tiny_copy, REFERENCES, "DOI: 10.", "DOI: doi:10.")
    assert [re.sub(r"(RKB\d+) .*", r"\1", problem) for problem in problems(tiny_copy)] == [
        f"{LINK}:1:1: RKB101",
        f"{LINK}:1:1: RKB102",
        f"{LINK}:5:8: RKB104",
        f"{ALIAS}:1:4: RKB001",
        f"{OLDER}:8:1: RKB102",
        f"{OLDER}:8:6: RKB007",
        f"{SEED}:6:14: RKB007",
        f"{SEED}:6:14: RKB103",
        f"{REFERENCES}:14:10: RKB107",
    ]


def test_the_loader_raises_all_problems_as_one_error(tiny_copy):
    change(tiny_copy, LINK, "impact: blocks-run", "impact: bad")
    change(tiny_copy, SEED, "related: [alias-removed]", "related: [gone]")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue_folder(tiny_copy)
    assert caught.value.exit_code == 3
    assert [(problem.line, problem.column, problem.code) for problem in caught.value.problems] == [
        (7, 9, "RKB104"),
        (18, 11, "RKB202"),
    ]
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("rule", ["RKB213 a wording twice in an entry", "RKB214 a wording in two entries"])
def test_a_catalogue_with_weak_wording_is_still_loaded(tiny_copy, rule):
    change(tiny_copy, *BROKEN[rule][:3])
    assert len(load_catalogue_folder(tiny_copy).challenges) == 3


def test_only_the_named_files_are_reported(tiny_copy):
    change(tiny_copy, LINK, "impact: blocks-run", "impact: bad")
    change(tiny_copy, SEED, "related: [alias-removed]", "related: [gone]")
    assert problems(tiny_copy, (tiny_copy / SEED,)) == [f"{SEED}:18:11: RKB202 there is no challenge `gone`."]


@pytest.mark.parametrize(("source", "kind"), [(SEED, "challenge"), (OLDER, "mitigation")])
def test_a_draft_outside_of_the_catalogue_is_checked_as_a_member_of_it(tiny_copy, tmp_path, source, kind):
    draft = tmp_path / "my-new-entry.yml"
    text = (
        (tiny_copy / source).read_text("utf-8").replace("report-spread", "report-sprawl").replace("summary:", "sumary:")
    )
    draft.write_text(re.sub("former_ids: .*\n", "", text), "utf-8")
    codes = [problem.split(" ")[1] for problem in problems(tiny_copy, (draft,))]
    assert codes == ["RKB101", "RKB102"], kind


def test_a_sound_draft_has_no_problems_but_that_nothing_links_to_it(tiny_copy, tmp_path):
    draft = tmp_path / "my-new-entry.yml"
    draft.write_text(re.sub("former_ids: .*\n", "", (tiny_copy / OLDER).read_text("utf-8")), "utf-8")
    assert problems(tiny_copy, (draft,)) == [
        f"{draft}:1:1: RKB205 no challenge uses `my-new-entry`. Link it from a challenge, with how it helps there."
    ]


def test_a_folder_without_a_challenge_is_no_catalogue(tmp_path):
    with pytest.raises(InputError) as caught:
        load_catalogue_folder(tmp_path)
    assert (
        str(caught.value)
        == f"{tmp_path} holds no challenge. A catalogue has files such as dataset/challenges/dataset-link-dead.yml."
    )


def test_a_folder_that_is_not_there_is_no_catalogue(tmp_path):
    with pytest.raises(InputError) as caught:
        load_catalogue_folder(tmp_path / "gone")
    assert (
        str(caught.value)
        == f"{tmp_path / 'gone'} is not a folder. Give the folder that holds dataset/, methodology/ and infrastructure/."
    )


def test_the_rules_shown_here_are_all_the_rules_there_are():
    package = Path(repro_kb.__file__).parent
    sources = "".join(
        (package / name).read_text("utf-8") for name in ("document.py", "schema.py", "rules.py", "loader.py")
    )
    shown = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert set(re.findall(r"RKB\d{3}", sources)) - set(re.findall(r"RKB\d{3}", shown)) == {
        "RKB" + "109"
    }  # for a keyword that no schema uses yet


def test_the_tiny_catalogue_becomes_records(tiny):
    loaded = load_catalogue_folder(tiny)
    assert [entry.id for entry in loaded] == [
        "alias-removed",
        "link-is-dead",
        "seed-forgotten",
        "install-older-release",
        "report-spread",
        "use-archived-copy",
    ]
    assert [reference.id for reference in loaded.references] == ["bouthillier2021", "koehler1999", "numpy-1-24"]
    assert [reference.address for reference in loaded.references] == [
        "https://arxiv.org/abs/2103.03098",
        "https://doi.org/10.1002/(SICI)1097-4571(1999)50:2<162::AID-ASI7>3.0.CO;2-B",
        "https://numpy.org/doc/stable/release/1.24.0-notes.html",
    ]
    assert loaded.entry("url-gone").id == "link-is-dead"
    assert loaded.entry("downgrade").id == "install-older-release"
    assert [(challenge.id, how[:9]) for challenge, how in loaded.challenges_for("report-spread")] == [
        ("alias-removed", "After por"),
        ("seed-forgotten", "Run five "),
    ]
    assert [symptom.language for symptom in loaded.entry("seed-forgotten").symptoms] == ["en"] * 19 + ["zh"]
    assert loaded.cases[0].steps[1].needs == ("fetch",)
    assert loaded.lexicon.meaning("acc") == "accuracy"
    assert loaded.background.inside == ("how do I run this on my own images",)
    assert loaded.background.outside == ("thanks, great work", "the soup needs more salt")


@pytest.mark.parametrize("file", [ALIAS, OLDER, REFERENCES, "poster.yml", CASE])
def test_a_file_that_cannot_be_read_is_the_only_problem(tiny_copy, file):
    (tiny_copy / file).write_bytes(b"a: \xff")
    assert problems(tiny_copy) == [f"{file}:1:4: RKB001 byte 0xff is not UTF-8. Save the file as UTF-8."]


@given(st.lists(st.sets(st.sampled_from("abcdefghijkl"), min_size=1), max_size=12))
def test_pairs_of_nearly_the_same_are_those_that_a_comparison_of_all_finds(wordings):
    every = combinations(range(len(wordings)), 2)
    assert near_pairs(wordings) == [(m, n) for m, n in every if is_near(wordings[m], wordings[n])]
