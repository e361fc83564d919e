"""`repro-kb new`: drafts of entries from answers, from a log and from an issue."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from repro_kb.document import parse_document
from repro_kb.draft import Draft, render_draft, slug
from repro_kb.drafting import write_new
from repro_kb.errors import InputError
from repro_kb.issueform import draft_from_issue
from repro_kb.loader import find_problems, load_catalogue_folder
from repro_kb.schema import load_schema

ROOT = Path(__file__).parents[1]
LOG = """\
Traceback (most recent call last):
  File "/home/ana.silva/proj/src/train.py", line 33, in <module>
    main()
labtool.LicenceError: no licence left for feature RASTER (17 of 17 in use)
"""
GIVEN = ("--title", "Zebra licences", "--area", "infrastructure")
PLACE = "infrastructure/challenges/zebra-licences.yml"


def codes(root: Path, path: Path) -> list[str]:
    return [problem.code for problem in find_problems(root, [path])]


def read(path: Path) -> dict[str, object]:
    document, problems = parse_document(path.read_bytes(), path.name)
    assert document is not None, problems
    return document.value


@pytest.fixture
def nothing_near(monkeypatch):
    monkeypatch.setattr("repro_kb.contribute._nearest", lambda *_: [])


@pytest.mark.usefixtures("nothing_near")
def test_a_draft_of_a_challenge_has_every_field_and_says_what_is_still_to_be_written(run, tiny_copy):
    result = run("new", "challenge", *GIVEN, "--catalogue", tiny_copy)
    path = tiny_copy / PLACE
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[:3] == ["No entry comes near.", "", f"Wrote {path}"]
    assert lines[-1] == f"Then: repro-kb validate {path}"
    assert (
        f"{path}:9:10: RKB219 'TODO one paragraph: what is wrong and why it stops a reprodu' holds the place of a text. Write it, or remove the key."
        in lines
    )
    fields = read(path)
    assert list(fields) == [
        k for k in load_schema("challenge")["properties"] if k in load_schema("challenge")["required"]
    ]
    assert len(fields["symptoms"]) == 20
    assert all(not line.startswith("#") or len(line) <= 112 for line in path.read_text("utf-8").splitlines()[1:])


def test_only_what_has_to_be_chosen_or_written_is_wrong_in_a_draft(run, tiny_copy):
    run("new", "challenge", *GIVEN, "--catalogue", tiny_copy)
    run(
        "new",
        "mitigation",
        "--title",
        "Ask for a licence",
        "--area",
        "infrastructure",
        "--to",
        tiny_copy.parent,
        "--catalogue",
        tiny_copy,
    )
    assert set(codes(tiny_copy, tiny_copy / PLACE)) == {"RKB104", "RKB219"}
    assert set(codes(tiny_copy, tiny_copy.parent / "ask-for-a-licence.yml")) == {"RKB104", "RKB219"}


@pytest.mark.usefixtures("nothing_near")
def test_a_draft_whose_placeholders_are_filled_in_is_sound_but_for_its_links(run, tiny_copy):
    run("new", "challenge", *GIVEN, "--catalogue", tiny_copy)
    path, words = (
        tiny_copy / PLACE,
        iter(
            "zebra mango tundra violin copper meadow walnut sphinx quartz bishop jungle oyster fjord kiosk lunar nylon pixel rhino sable topaz".split()
        ),
    )
    text = path.read_text("utf-8")
    text = (
        text.replace("group: TODO", "group: code")
        .replace("[TODO]", "[dataset]")
        .replace("impact: TODO", "impact: costs-time")
    )
    path.write_text(
        re.sub(r"TODO", lambda _: next(words, "written") + " words", text.replace("begins with TODO", "")), "utf-8"
    )
    assert [str(p).partition(" ")[2] for p in find_problems(tiny_copy, [path])] == [
        "RKB202 there is no mitigation `todo`.",
        "RKB206 references.yml has no `todo`.",
    ]


def test_a_log_becomes_a_signature_and_names_the_neighbour_and_its_fix(run, tiny_copy, tmp_path):
    (tmp_path / "a.log").write_text(
        "AttributeError: module 'numpy' has no attribute 'float' (see /home/ana/x.py)", "utf-8"
    )
    result = run("new", "challenge", *GIVEN, "--from-log", tmp_path / "a.log", "--catalogue", tiny_copy)
    assert result.stdout.splitlines()[:2] == [
        "Nearest entries. If one of them is it, add to that one instead:",
        "  alias-removed (strong): A NumPy alias that the code uses was removed",
    ]
    fields = read(tiny_copy / PLACE)
    assert fields["related"] == ["alias-removed"]
    assert fields["mitigations"][0]["id"] == "install-older-release"
    (signature,) = fields["signatures"]
    assert signature["template"] == "AttributeError: module 'numpy' has no attribute 'float' (see <*>)"
    assert signature["matches"] == ["AttributeError: module 'numpy' has no attribute 'float' (see <path>/x.py)"]
    assert signature["evidence"] == "seen"


def test_the_template_of_a_draft_matches_its_excerpt(run, tiny_copy, tmp_path):
    (tmp_path / "a.log").write_text(LOG, "utf-8")
    run(
        "new",
        "challenge",
        *GIVEN,
        "--from-log",
        tmp_path / "a.log",
        "--catalogue",
        tiny_copy,
        "--symptom",
        "no licence",
        "--symptom",
        "许可证不够",
    )
    assert set(codes(tiny_copy, tiny_copy / PLACE)) == {"RKB104", "RKB219"}
    fields = read(tiny_copy / PLACE)
    assert fields["signatures"][0]["matches"] == [LOG.replace("/home/ana.silva/proj/src", "<path>").strip()]
    assert fields["symptoms"][:2] == ["no licence", {"zh": "许可证不够"}]


def test_nothing_is_overwritten(run, tiny_copy):
    path = tiny_copy / "infrastructure/challenges/alias-removed.yml"
    before = path.read_bytes()
    message = f"repro-kb: {path} is there already, and is left as it is. Give another --id.\n"
    assert run("new", "challenge", *GIVEN, "--id", "alias-removed", "--catalogue", tiny_copy, code=2).stderr == message
    assert path.read_bytes() == before
    assert list(path.parent.glob(".*")) == []


@pytest.mark.parametrize("links", [True, False])
def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", lambda *_: (_ for _ in ()).throw(OSError("no links here")))
    write_new(tmp_path / "deep" / "a.yml", "one\n")
    with pytest.raises(InputError, match="is there already"):
        write_new(tmp_path / "deep" / "a.yml", "two\n")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "deep").iterdir()] == [("a.yml", b"one\n")]


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def fill(path, text, *_args, **_options):
        path.write_bytes(text[:2].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fill)
    with pytest.raises(InputError) as caught:
        write_new(tmp_path / "a.yml", "one\n")
    assert str(caught.value) == f"{tmp_path / 'a.yml'} cannot be written: No space left on device."
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_becomes_a_layer_over_the_built_in_catalogue(run, tmp_path, tiny, monkeypatch):
    monkeypatch.setattr("repro_kb.compiler._CHECKOUT", tiny)
    run("new", "challenge", *GIVEN, "--catalogue", tmp_path / "lab")
    assert sorted(path.name for path in (tmp_path / "lab").rglob("*.yml")) == ["layer.yml", "zebra-licences.yml"]
    assert read(tmp_path / "lab/layer.yml") == {"title": "Entries of our own"}


def test_in_a_catalogue_that_is_being_mended_a_draft_is_made_all_the_same(run, tiny_copy):
    run("new", "challenge", *GIVEN, "--catalogue", tiny_copy)
    again = run("new", "challenge", *GIVEN, "--id", "another-one", "--catalogue", tiny_copy)
    assert again.stderr == "repro-kb: the catalogue has problems, so the nearest entries cannot be told.\n"
    assert (tiny_copy / "infrastructure/challenges/another-one.yml").exists()


def test_at_a_terminal_it_asks_for_what_is_missing(run, tiny_copy, monkeypatch):
    monkeypatch.setattr("repro_kb.contribute._at_terminal", lambda: True)
    answers = [
        "Licences are used up",
        "infrastructure",
        "network-and-services",
        "blocks-run",
        "no licence left",
        "licence server full",
        "",
    ]
    result = run("new", "challenge", "--catalogue", tiny_copy, input="\n".join(answers) + "\n")
    assert "Title (names the problem, not the remedy): " in result.stdout
    fields = read(tiny_copy / "infrastructure/challenges/licences-are-used-up.yml")
    assert (fields["group"], fields["impact"]) == ("network-and-services", "blocks-run")
    assert fields["symptoms"][:2] == ["no licence left", "licence server full"]


REFUSED = {
    "neither title nor area": (("new", "challenge"), "Error: Give --title and --area, or --from-issue FILE."),
    "a symptom of a mitigation": (
        ("new", "mitigation", *GIVEN, "--symptom", "x"),
        "repro-kb: symptoms and logs speak of a challenge. Use `repro-kb new challenge`.",
    ),
    "an issue about a mitigation": (
        ("new", "mitigation", "--from-issue", "x"),
        "repro-kb: the form for an entry describes a challenge. Use `repro-kb new challenge --from-issue FILE`.",
    ),
    "a log that is not there": (
        ("new", "challenge", *GIVEN, "--from-log", "gone.log"),
        "repro-kb: gone.log cannot be read: No such file or directory.",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_become_a_draft_is_refused(run, tiny_copy, arguments, message):
    before = sorted(tiny_copy.rglob("*"))
    assert run(*arguments, "--catalogue", tiny_copy, code=2).stderr.splitlines()[-1] == message
    assert sorted(tiny_copy.rglob("*")) == before


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("NumPy 2: np.float is gone!", "numpy-2-np-float-is-gone"),
        ("a" * 80, "a" * 60),
        ("one " * 30, "-".join(["one"] * 15)),
        ("许可证", ""),
    ],
)
def test_an_id_is_made_of_the_title(title, expected):
    assert slug(title) == expected


# Issues


@cache
def form() -> list[dict[str, Any]]:
    text = (ROOT / ".github/ISSUE_TEMPLATE/entry.yml").read_text("utf-8")
    return [field for field in yaml.safe_load(text)["body"] if "id" in field]


def body(**answers: str) -> str:
    """Write an issue as the form does: every field of it, with its label as the heading."""
    fields = form()
    assert set(answers) <= {field["id"] for field in fields}
    parts = []
    for field in fields:
        text = answers.get(field["id"], "_No response_")
        fenced = field["attributes"].get("render") and text != "_No response_"
        parts.append(f"### {field['attributes']['label']}\n\n" + (f"```text\n{text}\n```" if fenced else text))
    return "\n\n".join(parts)


FULL = {
    "area": "infrastructure",
    "title": "Licences are used up",
    "summary": "The job stops because all licences are in use.\nNothing is wrong with the method, and it runs at night.",
    "group": "network-and-services",
    "variability": "dataset, implementation",
    "impact": "blocks-run",
    "causes": "Seventeen licences for ninety people.\n\nThe server counts crashed jobs until the next morning, since version 3.",
    "applies_to": "labtool >=3,<4, since 2024-05-01\nlabtool2 ~=1.0\nall of them",
    "checks": "- Print the licences in use: all of them confirms it\n- Ask the staff",
    "mitigations": "report-spread: start the job at night, when nobody needs one\nWe wrote a mail",
    "related": "alias-removed, `link-is-dead` and others",
    "references": "numpy-1-24\nhttps://example.org/licences",
    "fair": "A1, R1.2",
    "reports": "https://example.org/1\nsee https://example.org/2",
    "signatures": LOG + "(fingerprint 0123456789abcdef)",
    "symptoms": "- no licence left\n- No licence left\n\nlicence server says 17 of 17\n许可证不够",
}


def test_an_issue_becomes_a_draft():
    draft, remarks = draft_from_issue(body(**FULL))
    assert draft.place == "infrastructure/challenges/licences-are-used-up.yml"
    fields = dict(draft.fields)
    assert (
        fields.pop("signatures")[0]["template"]
        == "labtool.LicenceError: no licence left for feature RASTER (<*> of <*> in use)"
    )
    assert fields == {
        "title": "Licences are used up",
        "summary": "The job stops because all licences are in use. Nothing is wrong with the method, and it runs at night.",
        "group": "network-and-services",
        "variability": ["dataset", "implementation"],
        "impact": "blocks-run",
        "causes": FULL["causes"],
        "applies_to": [
            {"package": "labtool", "versions": ">=3,<4", "since": "2024-05-01"},
            {"package": "labtool2", "versions": "~=1.0"},
        ],
        "checks": [{"do": "Print the licences in use", "then": "all of them confirms it"}, {"do": "Ask the staff"}],
        "mitigations": [{"id": "report-spread", "how": "start the job at night, when nobody needs one"}],
        "related": ["alias-removed", "link-is-dead"],
        "references": ["numpy-1-24"],
        "fair": ["A1", "R1.2"],
        "reports": ["https://example.org/1", "https://example.org/2"],
        "symptoms": ["no licence left", "licence server says 17 of 17", {"zh": "许可证不够"}],
    }
    assert remarks == (
        "`applies_to` has to be put into its form by hand: all of them",
        "`mitigations` has to be put into its form by hand: We wrote a mail",
        "`related` has to be put into its form by hand: and others",
        "`references` has to be put into its form by hand: https://example.org/licences",
    )


def test_the_draft_of_an_issue_is_sound_but_for_what_is_still_to_be_written(run, tiny_copy, tmp_path):
    (tmp_path / "issue.md").write_text(body(**FULL), "utf-8")
    result = run("new", "challenge", "--from-issue", tmp_path / "issue.md", "--catalogue", tiny_copy, "--to", tmp_path)
    path = tmp_path / "licences-are-used-up.yml"
    assert "  `mitigations` has to be put into its form by hand: We wrote a mail\n" in result.stdout
    assert set(codes(tiny_copy, path)) == {"RKB219"}
    assert "# As it was proposed: We wrote a mail\n" in path.read_text("utf-8")


def test_an_issue_of_the_least_becomes_a_draft(tiny_copy):
    draft, remarks = draft_from_issue(body(area="dataset", title="A", summary="B", symptoms="ccc"))
    assert (draft.place, dict(draft.fields), remarks) == (
        "dataset/challenges/a.yml",
        {"title": "A", "summary": "B", "symptoms": ["ccc"]},
        (),
    )
    (tiny_copy / draft.place).write_text(render_draft(draft), "utf-8")
    assert set(codes(tiny_copy, tiny_copy / draft.place)) == {"RKB104", "RKB105", "RKB219"}


def test_output_that_the_form_puts_into_a_code_block_is_taken_out_of_it():
    draft, _ = draft_from_issue(
        body(area="dataset", title="A", summary="B", signatures="labtool went home", symptoms="ccc")
    )
    assert draft.fields["signatures"][0]["matches"] == ["labtool went home"]


def test_a_heading_within_an_answer_is_part_of_it():
    draft, _ = draft_from_issue(
        body(area="dataset", title="A", summary="B", causes="One\n\n### My own heading\n\nTwo", symptoms="ccc")
    )
    assert draft.fields["causes"] == "One\n\n### My own heading\n\nTwo"


@pytest.mark.parametrize(
    "text", ["", "hello", "### Title\n\nx", "### Area\n\nweather\n\n### Title\n\nx", "### Area\n\ndataset"]
)
def test_what_is_no_issue_of_the_form_is_refused(text):
    with pytest.raises(InputError) as caught:
        draft_from_issue(text)
    assert str(caught.value) == "the text is not an issue of the form for an entry: it has no title, or no area."


HOSTILE = [
    "\n### x",
    "# x\nimpact: costs-time",
    '"\\e[31m',
    "no",
    "1.10",
    "2020-01-01",
    "- a\n- b",
    "{a: b}",
    "a: b",
    "&x *y !z",
    "%TAG",
    "---\na: b",
    "\u202e\x1b[31m\x00\ttab",
    "../../../etc/passwd",
    "'",
    "|-\n x",
    " lead",
    "~",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_answer_breaks_the_file_or_leaves_its_field(text):
    keys = [key for key in FULL if key not in ("area", "title")]
    draft, _ = draft_from_issue(
        body(**({"area": "dataset", "title": f"T {text}"} | dict.fromkeys(keys, f"{text} word")))
    )
    document, problems = parse_document(render_draft(draft).encode(), "f")
    assert problems == []
    assert document is not None
    assert set(document.value) <= set(load_schema("challenge")["properties"])
    assert re.fullmatch(r"dataset/challenges/[a-z0-9-]+\.yml", draft.place)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from([k for k in FULL if k not in ("area", "title")]), st.text(max_size=80)),
    st.text(min_size=1, max_size=80),
)
def test_any_issue_gives_a_file_that_can_be_read(answers, title):
    try:
        draft, _ = draft_from_issue(body(**({"area": "dataset", "title": title} | answers)))
    except InputError:
        return
    document, problems = parse_document(render_draft(draft).encode(), "f")
    assert (problems, document is None) == ([], False)


@settings(deadline=None)
@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Co", "Cn"]), max_size=200
    )
)
def test_a_text_comes_back_from_the_file_as_it_went_in(text):
    draft = Draft(
        kind="challenge", id="a", area="dataset", fields={"title": text or "x", "causes": f"{text}\n\n{text}"}
    )
    document, problems = parse_document(render_draft(draft).encode(), "f")
    assert problems == []
    assert document is not None
    assert document.value["title"] == (text or "x")


def test_a_finished_draft_is_found_by_what_people_say(run, tiny_copy, tmp_path):
    (tmp_path / "issue.md").write_text(body(**FULL), "utf-8")
    run("new", "challenge", "--from-issue", tmp_path / "issue.md", "--catalogue", tiny_copy)
    path = tiny_copy / "infrastructure/challenges/licences-are-used-up.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"TODO ', '"written: '), "utf-8")
    assert codes(tiny_copy, path) == []
    assert "licences-are-used-up" in {entry.id for entry in load_catalogue_folder(tiny_copy).challenges}
    assert "licences-are-used-up" in run("suggest", "licence server says 17 of 17", "--catalogue", tiny_copy).stdout
