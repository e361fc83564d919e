"""The definitions of the rules: each example breaks its rule and no other, and each rule is shown everywhere."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from packaging.specifiers import InvalidSpecifier, SpecifierSet

import repro_kb
from repro_kb.errors import InputError
from repro_kb.findings import visible
from repro_kb.loader import find_problems, load_catalogue_folder
from repro_kb.rulebook import RULES, find_rule
from repro_kb.schema import load_schema
from repro_kb.site.rulepages import iter_rule_pages
from repro_kb.versions import is_specifier, lower_bound
from repro_kb.wording import is_placeholder

SEED = "methodology/challenges/seed-forgotten.yml"
ALIAS = "infrastructure/challenges/alias-removed.yml"
SHOWN = [rule for rule in RULES if rule.example]
DAY = date(2026, 1, 1)


def blocks(text: str) -> dict[str, str]:
    """Cut an entry at its top-level keys."""
    found: dict[str, str] = {}
    for block in re.findall(r"^\S.*\n(?:[ ].*\n)*", text, re.MULTILINE):
        key = block.partition(":")[0]
        found[key] = found.get(key, "") + block
    return found


def lay_over(root: Path, file: str, fragment: str) -> None:
    """Put a fragment into an entry: block lists are added to, other keys replaced; a new file is made."""
    path = root / file
    old, new = blocks(path.read_text("utf-8") if path.exists() else ""), blocks(fragment)
    for key, block in new.items():
        both_lists = all(text.startswith(f"{key}:\n  - ") for text in (old.get(key, ""), block))
        new[key] = old[key] + block.partition("\n")[2] if both_lists else block
    text = "".join((new | {key: block for key, block in old.items() if key not in new}).values())
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


def put(root: Path, file: str, fragment: str) -> list[str]:
    lay_over(root, file, fragment)
    return [str(problem).removeprefix(f"{root}/") for problem in find_problems(root, today=DAY)]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_breaks_it_and_no_other(tiny_copy, rule):
    lay_over(tiny_copy, rule.file, rule.example)
    found = find_problems(tiny_copy, today=DAY)
    told = {(p.file.removeprefix(f"{tiny_copy}/"), p.code, p.message.replace(f"{tiny_copy}/", "")) for p in found}
    assert told == {(rule.file, rule.code, rule.says)}


def test_one_rule_alone_has_no_example_because_no_schema_uses_what_it_is_about():
    assert [rule.code for rule in RULES if not rule.example] == ["RKB" + "109"]


def test_every_code_is_defined_once_in_order_and_every_code_in_the_source_is_defined():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    package = Path(repro_kb.__file__).parent
    used = {code for path in package.glob("*.py") for code in re.findall(r'"(RKB\d{3})"', path.read_text("utf-8"))}
    assert used == set(codes)


@pytest.mark.parametrize("kind", ["challenge", "mitigation"])
def test_the_schema_lets_an_entry_ignore_what_may_be_ignored(kind):
    rules = load_schema(kind)["properties"]["ignore"]["items"]["properties"]["rule"]["enum"]
    assert rules == [rule.code for rule in RULES if rule.ignorable]


# Rules about what entries say


SINCE = 'applies_to:\n  - {{package: numpy, versions: "{}", since: "{}"}}\n'


@pytest.mark.parametrize(
    ("versions", "since", "expected"),
    [
        (">=2.0", "2024-06-16", []),
        (">=2.0", "2022-12", []),
        (">=2.0", "2022-11", ["RKB217"]),
        ("<1.24", "2015-01-01", []),
        (">=1.20", "2021-01-30", []),
        (">=1.20", "2023-01-30", ["RKB217"]),
        (">=2.0", "2026-01-01", []),
        (">=2.0", "2026-01-02", ["RKB218"]),
        (">=2.0", "2026-02", ["RKB218"]),
        (">=2.0", "2023-13", ["RKB216"]),
        (">=2.0", "2023-02-29", ["RKB216"]),
        (">=2.0", "2024-02-29", []),
    ],
)
def test_dates_are_compared_with_each_other_and_with_today(tiny_copy, versions, since, expected):
    found = put(tiny_copy, ALIAS, SINCE.format(versions, since))
    assert [problem.split()[1] for problem in found] == expected


def test_a_date_of_a_reference_is_checked_too(tiny_copy):
    assert put(
        tiny_copy,
        "references.yml",
        'references:\n  - {id: x, type: book, title: X, issued: "2025-02-30", URL: "https://x.org"}\n',
    ) == [
        "references.yml:20:5: RKB207 no entry cites `x`. Cite it or remove it.",
        "references.yml:20:43: RKB216 '2025-02-30' is not a day, month or year of the calendar.",
    ]


@pytest.mark.parametrize(
    ("day", "expected"), [("2025-12-31", ["RKB221"]), ("2026-01-01", []), ("2026-02-31", ["RKB216"])]
)
def test_a_review_is_due_on_the_day_after_its_date(tiny_copy, day, expected):
    found = put(tiny_copy, "infrastructure/mitigations/install-older-release.yml", f'review_by: "{day}"\n')
    assert [problem.split()[1] for problem in found] == expected


CHECK = "checks:\n  - do: Look\n    run: |\n{}\n    lang: {}\n    then: It shows\n"


@pytest.mark.parametrize(
    ("lang", "snippet", "line"),
    [
        ("python", "import numpy\nprint(numpy.__version__)", 0),
        ("python", "import numpy\nprint numpy", 2),
        ("python", r"print('\d')", 0),
        ("python", "(" * 500 + ")" * 500, 1),
        ("json", '{"seed": 1}', 0),
        ("json", '{\n"seed": 1,\n}', 3),
        ("toml", "[tool]\nseed = 1", 0),
        ("toml", "[tool\nseed = 1", 1),
        ("sh", "if then (", 0),
        ("text", "print numpy", 0),
    ],
)
def test_a_snippet_has_to_parse_where_there_is_a_parser(tiny_copy, lang, snippet, line):
    indented = "\n".join(f"      {part}" for part in snippet.splitlines())
    message = f"RKB220 line {line} of it is not {lang}. Mend it, or name its language under `lang`."
    assert [problem.partition(" ")[2] for problem in put(tiny_copy, ALIAS, CHECK.format(indented, lang))] == (
        [message] if line else []
    )


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("TODO", False),
        ("TODO: say what happens", False),
        ("(FIXME)", False),
        ("TBD", False),
        ("<fill in>", False),
        ("Fill in here", False),
        ("[fill in the versions]", False),
        ("...", False),
        ("Lorem ipsum dolor sit amet", False),
        ("The cause is TODO.", True),
    ],
)
def test_a_text_that_is_still_to_be_written_is_found(text, prose):
    assert is_placeholder(text, prose=prose)


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("config.yaml contains placeholders like TODO instead of values", False),
        ("Placeholders such as `TODO` confirm it", True),
        ("Fill in the reporting checklist", True),
        ("fill in missing values before the split", False),
        ("todo list app crashes", True),
        ("it hangs at epoch 3...", True),
    ],
)
def test_a_text_that_speaks_of_placeholders_is_none(text, prose):
    assert not is_placeholder(text, prose=prose)


def test_a_placeholder_is_reported_in_an_entry_that_breaks_its_schema_too(tiny_copy):
    found = put(tiny_copy, SEED, "title: TODO\nimpact: TODO\n")
    assert [re.sub(r" is .*| hold.*", "", problem) for problem in found] == [
        f"{SEED}:1:8: RKB219 'TODO'",
        f"{SEED}:2:9: RKB104 `impact`",
    ]


# Ignoring a rule


NEAR = "symptoms:\n  - the paper names no seeds\n"


def test_a_rule_is_ignored_with_a_reason(tiny_copy):
    assert [problem.split()[1] for problem in put(tiny_copy, SEED, NEAR)] == ["RKB213"]
    assert put(tiny_copy, SEED, "ignore: [{rule: RKB213, reason: Both wordings are heard often.}]\n") == []


@pytest.mark.parametrize(
    ("ignore", "expected"),
    [
        ("{rule: RKB213}", "1:10: RKB101 the key `reason` is missing. Why the rule does not hold here."),
        (
            "{rule: RKB213, reason: no}",
            "1:33: RKB007 unquoted 'no' means a truth value to a YAML reader, and text is expected. Write \"no\" in quotes.",
        ),
        (
            "{rule: RKB202, reason: The entry comes next week.}",
            "1:17: RKB104 item 1 `rule` is 'RKB202', which is not in the list. Did you mean `RKB222`?",
        ),
    ],
)
def test_an_ignore_without_a_reason_or_of_a_rule_that_is_needed_is_refused(tiny_copy, ignore, expected):
    found = put(tiny_copy, SEED, f"ignore: [{ignore}]\n")
    assert found[0].startswith(f"{SEED}:{expected.partition('Did you')[0]}")


def test_a_loaded_catalogue_keeps_review_dates_and_drops_notes_to_the_checker(tiny_copy):
    lay_over(tiny_copy, SEED, NEAR)
    lay_over(tiny_copy, SEED, 'review_by: "2030-01-01"\nignore: [{rule: RKB213, reason: Both are heard often.}]\n')
    fields = load_catalogue_folder(tiny_copy).entry("seed-forgotten").to_fields()
    assert (fields["review_by"], "ignore" in fields) == ("2030-01-01", False)


@pytest.mark.parametrize("code", ["RKB212", "RKB213", "RKB214", "RKB217", "RKB219", "RKB220", "RKB221"])
def test_what_only_weakens_an_entry_does_not_keep_the_catalogue_from_being_used(tiny_copy, code):
    lay_over(tiny_copy, find_rule(code).file, find_rule(code).example)
    assert len(load_catalogue_folder(tiny_copy).challenges) == 3


# Version specifiers


RELEASES = [
    "1",
    "1.2",
    "1.2.3",
    "v1.2",
    "1!2.0",
    "1.2.*",
    "1.2.post1.*",
    "1.2a1",
    "1.2-rc.3",
    "1.2alpha",
    "1.2_beta2",
    "1.2.post3",
]
RELEASES += [
    "1.2-4",
    "1.2rev",
    "1.2.dev5",
    "1.2rc1.post2.dev3",
    "1.2+local.7",
    "1.2+",
    "1.",
    ".1",
    "one",
    "",
    "1.2 3",
    "1..2",
    "1.2c0",
    "1.2pre",
]
OPERATORS = ["==", "!=", "<=", ">=", "<", ">", "~=", "===", "=", "", "=>"]


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("gap", ["", " "])
def test_a_version_specifier_is_read_as_the_packaging_library_reads_it(operator, gap):
    for release, more in product(RELEASES, ["", ",<9", " , != 3.*"]):
        text = f"{operator}{gap}{release}{more}"
        try:
            SpecifierSet(text)
            expected = bool(operator + release)  # an empty set of clauses says nothing
        except InvalidSpecifier:
            expected = False
        assert (text, is_specifier(text)) == (text, expected)


@pytest.mark.parametrize(
    ("text", "release"), [(">=1.24", (1, 24)), ("<2,>= 1.9", (1, 9)), ("~=3.0.1", (3, 0, 1)), ("<2", ()), ("!=1.5", ())]
)
def test_the_release_at_which_a_range_begins(text, release):
    assert lower_bound(text) == release


# What the command prints


def test_every_rule_is_explained(run):
    for rule in RULES:
        text = run("validate", "--explain", rule.code.lower()).stdout
        assert text.startswith(
            f"{rule.code} ({rule.severity}): {rule.title}\n\n{rule.meaning}\n\nWhat to do: {rule.mend}\n"
        )
    assert text.endswith(f"  RKB222 {rule.says}\n")


def test_an_unknown_code_is_refused(run):
    with pytest.raises(InputError):
        find_rule("RKB999")
    stderr = run("validate", "--explain", "RKB999", code=2).stderr
    assert stderr == "repro-kb: there is no rule 'RKB999'. The codes are RKB001 to RKB222.\n"


def test_what_cannot_be_seen_is_shown_as_an_escape():
    assert visible("a\u200b\t\udcef\n") == "a\\u200b\\t\\xef\n"


@pytest.fixture
def weak(tiny_copy):
    lay_over(tiny_copy, SEED, NEAR)
    return tiny_copy


@pytest.fixture
def broken(weak):
    lay_over(weak, ALIAS, "impact: 50%\n")
    return weak


LAST = "22:5"
NEARLY = "is nearly the same as item 6. Say it differently or remove it."


def test_a_warning_is_shown_and_fails_only_when_strict(run, weak):
    result = run("validate", "--catalogue", weak)
    warning = f"{weak / SEED}:{LAST}: RKB213 warning: {NEARLY}\nrepro-kb: 1 warning.\n"
    assert (result.stdout, result.stderr) == ("", warning)
    strict = run("validate", "--strict", "--catalogue", weak, code=3)
    assert (strict.stdout, strict.stderr) == ("", warning)


def test_errors_and_warnings_are_counted_apart(run, broken):
    stderr = run("validate", "--catalogue", broken, code=3).stderr
    assert stderr.splitlines()[-1] == "repro-kb: 1 error, 1 warning."


def test_problems_as_json(run, broken):
    found = json.loads(run("validate", "--format", "json", "--catalogue", broken, code=3).stdout)
    assert [(p["code"], p["severity"], p["line"], p["column"]) for p in found] == [
        ("RKB104", "error", 1, 9),
        ("RKB213", "warning", 22, 5),
    ]
    assert found[1] == {
        "file": str(broken / SEED),
        "line": 22,
        "column": 5,
        "code": "RKB213",
        "message": NEARLY,
        "severity": "warning",
    }


@pytest.mark.parametrize(("form", "empty"), [("json", "[]\n"), ("github", ""), ("text", "{}: no problems.\n")])
def test_a_sound_catalogue_in_each_format(run, tiny, form, empty):
    assert run("validate", "--format", form, "--catalogue", tiny).stdout == empty.format(tiny)


def test_problems_as_annotations_name_files_as_the_repository_does(run, broken, monkeypatch):
    monkeypatch.chdir(broken.parent)
    lines = run("validate", "--format", "github", "--catalogue", broken, code=3).stdout.splitlines()
    expected = "`impact` is '50%25', which is not in the list. Expected one of: blocks-run, changes-results, weakens-claim, costs-time."
    assert lines == [
        f"::error file=tiny/{ALIAS},line=1,col=9,title=RKB104::{expected}",
        f"::warning file=tiny/{SEED},line=22,col=5,title=RKB213::{NEARLY}",
    ]


def test_problems_as_sarif(run, broken, monkeypatch):
    monkeypatch.chdir(broken.parent)
    log = json.loads(run("validate", "--format", "sarif", "--catalogue", "tiny", code=3).stdout)
    assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    (part,) = log["runs"]
    rules = part["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error", "warning"}
    assert [rules[result["ruleIndex"]]["id"] for result in part["results"]] == ["RKB104", "RKB213"]
    assert part["results"][1] == {
        "ruleId": "RKB213",
        "ruleIndex": part["results"][1]["ruleIndex"],
        "level": "warning",
        "message": {"text": NEARLY},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": f"tiny/{SEED}"},
                    "region": {"startLine": 22, "startColumn": 5},
                }
            }
        ],
    }


# The pages of the site


def test_every_rule_has_a_page_with_its_example():
    pages = dict(iter_rule_pages())
    assert list(pages) == ["rules/index.md", *(f"rules/{rule.code.lower()}.md" for rule in RULES)]
    assert all(f"[{rule.code}]({rule.code.lower()}.md) | {rule.title}" in pages["rules/index.md"] for rule in RULES)
    for rule in SHOWN:
        page = pages[f"rules/{rule.code.lower()}.md"]
        assert f"\n---\n\n# {rule.code}: {rule.title}\n" in page
        assert visible(rule.example) in page
        assert f"{rule.code} {rule.says}\n" in page
        page.encode("utf-8")
