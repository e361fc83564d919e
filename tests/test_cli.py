"""The contract of the command line: options, streams, formats, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from pathlib import Path

import click
import pytest

from repro_kb import __version__, cli
from repro_kb.loader import load_catalogue_folder
from repro_kb.markdown import entry_markdown

NUMPY = "AttributeError: module 'numpy' has no attribute 'float'"
SOUP = "soup needs salt"
SCRIPT = Path(sys.executable).with_name("repro-kb")
FORMATS = ["text", "json", "markdown"]
NOTHING = """\
Nothing in the catalogue speaks of this.

{understood}

What helps: paste the last lines of the traceback as they are, or say what you
ran, what you expected and what came instead, with the names of the packages,
the dataset and the metric. `repro-kb list` shows all challenges. If yours is
missing, `repro-kb report` with the same text prepares a proposal.
"""


@pytest.fixture(autouse=True)
def tiny_by_default(monkeypatch, tiny):
    monkeypatch.setenv("REPRO_KB_CATALOGUE", str(tiny))


@pytest.fixture
def ask(run):
    """Ask for suggestions as JSON, and give the parsed answer."""

    def suggestions(*args, **options):
        return json.loads(run("suggest", "--format", "json", *args, **options).stdout)

    return suggestions


def ids(answer):
    return [suggestion["id"] for suggestion in answer["suggestions"]]


# Where the text comes from


def test_words_need_no_quotes(ask):
    assert ask("which", "numpy", "version")["query"] == "which numpy version"


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_the_text_is_read_from_standard_input(ask, arguments):
    assert ids(ask(*arguments, input=NUMPY))[0] == "alias-removed"


@pytest.mark.parametrize(
    "raw", [NUMPY.encode(), NUMPY.encode("utf-16"), b"\xff\xfd " + NUMPY.encode(), b"\xef\xbb\xbf" + NUMPY.encode()]
)
def test_the_text_is_read_from_a_file_of_any_encoding(ask, tmp_path, raw):
    (tmp_path / "train.log").write_bytes(raw)
    assert ids(ask("--file", tmp_path / "train.log"))[0] == "alias-removed"


def test_a_pipe_is_read_without_an_argument():
    command = [SCRIPT, "suggest", "--format", "json"]
    answer = subprocess.run(command, input=NUMPY.encode(), capture_output=True, check=True)
    assert ids(json.loads(answer.stdout))[0] == "alias-removed"


REFUSED = {
    "a text and a file": (
        ("suggest", "x", "--file", "y"),
        "repro-kb: give the text once: as words, with --file, or on standard input.\n",
    ),
    "a dash among words": (
        ("suggest", "x", "-"),
        "repro-kb: give the text once: as words, with --file, or on standard input.\n",
    ),
    "an empty text": (
        ("suggest", " "),
        "repro-kb: the text is empty. Describe what went wrong, or paste the last lines of the log.\n",
    ),
    "an empty standard input": (
        ("suggest",),
        "repro-kb: the text is empty. Describe what went wrong, or paste the last lines of the log.\n",
    ),
    "a file that is not there": (
        ("suggest", "--file", "gone.log"),
        "repro-kb: gone.log cannot be read: No such file or directory.\n",
    ),
    "a folder as a file": (("suggest", "--file", "."), "repro-kb: . cannot be read: Is a directory.\n"),
    "a batch that is not there": (
        ("suggest", "--batch", "gone.jsonl"),
        "repro-kb: gone.jsonl cannot be read: No such file or directory.\n",
    ),
    "a catalogue that is not there": (
        ("list", "--catalogue", "gone"),
        "repro-kb: gone is not a folder. Give the folder that holds dataset/, methodology/ and infrastructure/.\n",
    ),
    "a file to validate that is not there": (
        ("validate", "gone.yml"),
        "repro-kb: gone.yml cannot be read: no such file.\n",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_input_that_cannot_be_used_is_refused(run, arguments, message):
    result = run(*arguments, code=2)
    assert (result.stdout, result.stderr) == ("", message)


USAGE = {
    # The releases of click differ in whether and how they add what was meant.
    "no command": (
        ("sugest",),
        ("Error: No such command 'sugest'. Did you mean 'suggest'?", "Error: No such command 'sugest'."),
    ),
    "an option that does not exist": (
        ("suggest", "x", "--fromat", "json"),
        (
            "Error: No such option '--fromat'. Did you mean '--format'?",
            "Error: No such option: --fromat Did you mean --format?",
        ),
    ),
    "a format that does not exist": (
        ("suggest", "x", "--format", "xml"),
        "Error: Invalid value for '--format': 'xml' is not one of 'text', 'json', 'markdown'.",
    ),
    "an area that does not exist": (
        ("list", "--area", "data"),
        "Error: Invalid value for '--area': 'data' is not one of 'dataset', 'methodology', 'infrastructure'.",
    ),
    "no suggestion": (("suggest", "x", "-n", "0"), "Error: Invalid value for '-n': 0 is not in the range 1<=x<=50."),
    "no id": (("show",), "Error: Missing argument 'ID'."),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_explained_on_standard_error(run, arguments, message):
    result = run(*arguments, code=2)
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] in ((message,) if isinstance(message, str) else message)
    assert result.stderr.startswith("Usage: ")


def test_at_a_terminal_without_a_text_it_asks_for_one(monkeypatch):
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(isatty=lambda: True))
    with pytest.raises(
        click.UsageError, match=r"^What went wrong\? Give a text, --file PATH, or pipe a log into it\.$"
    ):
        cli.read_question((), None)


def test_binary_input_is_refused(run, tmp_path):
    (tmp_path / "model.pt").write_bytes(bytes(range(32)) * 100)
    result = run("suggest", "--file", tmp_path / "model.pt", code=2)
    assert (
        result.stderr == "repro-kb: the input is binary data, not text. Give the log or the message that was printed.\n"
    )


# The answer


def test_the_json_of_a_suggestion(ask):
    answer = ask(NUMPY, "-n", "1")
    assert list(answer) == ["query", "suggestions"]
    assert answer["query"] == NUMPY
    (suggestion,) = answer["suggestions"]
    assert list(suggestion) == ["id", "title", "area", "score", "confidence", "reasons", "mitigations"]
    assert suggestion["id"] == "alias-removed"
    assert suggestion["title"] == "A NumPy alias that the code uses was removed"
    assert suggestion["area"] == "infrastructure"
    assert 800 <= suggestion["score"] <= 1000
    assert suggestion["confidence"] == "strong"
    assert suggestion["reasons"][0] == (
        "the line \"attributeerror: module 'numpy' has no attribute 'float'\" matches the log template "
        "\"module 'numpy' has no attribute '<float|int|bool>'\""
    )
    assert suggestion["mitigations"] == [
        {
            "id": "install-older-release",
            "title": "Install the release that the code was written for",
            "how": "Install 1.23.5, the last release that has the aliases, on Python 3.11 or older.",
            "fidelity": "preserves",
            "effort": "minutes",
        },
        {
            "id": "report-spread",
            "title": "Report the spread over several seeds",
            "how": "After porting the code, show over five seeds that the numbers are those of before.",
            "fidelity": "within-noise",
            "effort": "hours",
        },
    ]


def test_the_text_of_a_suggestion_tells_how_to_confirm_it_and_what_to_try_first(run):
    text = run("suggest", "zzz", NUMPY, "-n", "1").stdout
    lines = text.splitlines()
    assert lines[:2] == [
        "1. A NumPy alias that the code uses was removed",
        "   strong · alias-removed · infrastructure · stops the run",
    ]
    assert lines[2].startswith("   because of the line ")
    assert lines[lines.index("   Confirm: Print the installed release.") :] == [
        "   Confirm: Print the installed release.",
        '     $ python -c "import numpy; print(numpy.__version__)"',
        "     1.24 or newer confirms it",
        "",
        "   Fixes, best first:",
        "     1. Install the release that the code was written for",
        "        (install-older-release; numbers stay; minutes)",
        "        Install 1.23.5, the last release that has the aliases, on Python 3.11 or",
        "        older.",
        "        $ python3.10 -m venv .venv-paper",
        "     2. Report the spread over several seeds (report-spread; numbers move within",
        "        noise; hours)",
        "",
        "   All of it: repro-kb show alias-removed",
    ]


def test_a_command_of_several_lines_is_shown_whole(run):
    lines = run("suggest", "no seed is set", "-n", "1").stdout.splitlines()
    start = lines.index("        $ for seed in 0 1 2 3 4; do")
    assert lines[start + 1 : start + 3] == ['            python train.py --seed "$seed"', "          done"]


def test_a_snippet_that_is_no_shell_command_has_no_prompt_and_is_not_offered_as_one(run, tiny_copy):
    challenge = tiny_copy / "methodology" / "challenges" / "seed-forgotten.yml"
    text = challenge.read_text("utf-8")
    challenge.write_text(text.replace("    run: |-\n", "    lang: python\n    run: |-\n"), "utf-8")
    mitigation = tiny_copy / "methodology" / "mitigations" / "report-spread.yml"
    text = mitigation.read_text("utf-8")
    mitigation.write_text(text.replace("    run: |-\n", "    lang: python\n    run: |-\n"), "utf-8")
    answer = run("suggest", "no seed is set", "-n", "1", "--catalogue", tiny_copy).stdout
    assert "$" not in answer.replace("$seed", "")
    assert '       grep -rn "seed"' in answer
    markdown = run("suggest", "no seed is set", "-n", "1", "--format", "markdown", "--catalogue", tiny_copy).stdout
    assert '```python\ngrep -rn "seed"' in markdown


def test_of_very_many_wordings_the_markdown_shows_the_first_and_where_all_are(catalogue):
    challenge = max(catalogue.challenges, key=lambda entry: len(entry.symptoms))
    shown = entry_markdown(challenge)
    _, wordings, note, *_ = shown[shown.index("## Symptoms") :].split("\n\n")
    assert len(wordings.splitlines()) == 250
    assert note == (
        f"The first 250 of {len(challenge.symptoms)}; `repro-kb show {challenge.id} --format json` has all."
    )


def test_the_markdown_of_a_suggestion(run):
    text = run("suggest", NUMPY, "-n", "1", "--format", "markdown").stdout
    assert text.startswith(
        "## 1. A NumPy alias that the code uses was removed\n\n`alias-removed`, strong; stops the run.\n"
    )
    assert '\n```sh\npython -c "import numpy; print(numpy.__version__)"\n```\n' in text
    assert (
        "\n1. **Install the release that the code was written for** (`install-older-release`; numbers stay; minutes). Install"
        in text
    )


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize(
    ("text", "understood"),
    [
        (SOUP, "Of its words the catalogue knows needs, but no challenge goes with them."),
        ("zzzz qqqq", "The catalogue knows none of its words."),
    ],
)
def test_when_nothing_matches_it_says_what_it_understood_and_what_helps(run, form, text, understood):
    result = run("suggest", text, "--format", form, code=1)
    assert (result.stdout, result.stderr) == (NOTHING.format(understood=understood), "")


def test_a_score_is_explained_by_its_parts_and_words(run, ask):
    (found,) = ask(NUMPY, "--explain", "-n", "1")["suggestions"]
    parts, words = found["explanation"]["parts"], found["explanation"]["words"]
    assert list(parts) == ["log template", "before any word", "words"]
    text = run("suggest", NUMPY, "--explain", "-n", "1").stdout
    assert f"   Score: {found['score']} of 1000 shared by all challenges, from log-odds of\n" in text
    assert f"{parts['log template'] / 1000:+11.3f}  log template\n" in text
    assert f"{words['numpy'] / 1000:+18.3f}  numpy\n" in text
    markdown = run("suggest", NUMPY, "--explain", "-n", "1", "--format", "markdown").stdout
    assert f"\n```text\nScore: {found['score']} of 1000" in markdown


def test_when_nothing_matches_the_json_is_empty(ask):
    assert ask(SOUP, code=1) == {"query": SOUP, "suggestions": []}


@pytest.mark.parametrize(("arguments", "number"), [((), 3), (("-n", "1"), 1), (("-n", "2"), 2), (("-n", "50"), 3)])
def test_the_number_of_suggestions_can_be_chosen(ask, arguments, number):
    assert len(ids(ask("numpy data seed", *arguments))) == number


@pytest.mark.parametrize(
    ("area", "entry"),
    [("dataset", "link-is-dead"), ("methodology", "seed-forgotten"), ("infrastructure", "alias-removed")],
)
def test_suggestions_of_one_area(ask, area, entry):
    assert ids(ask("numpy data seed", "--area", area)) == [entry]


@pytest.mark.parametrize("text", [NUMPY, "numpy data seed", "seed", "the link"])
def test_every_suggestion_says_why(ask, text):
    assert all(suggestion["reasons"] for suggestion in ask(text)["suggestions"])


# A batch


def batch(*questions):
    return "".join(question if isinstance(question, str) else json.dumps(question) + "\n" for question in questions)


def test_a_batch_is_answered_line_by_line(run, ask, tmp_path):
    (tmp_path / "b.jsonl").write_text(batch({"id": "one", "text": NUMPY}, {"id": 2, "text": SOUP}), "utf-8")
    answers = [
        json.loads(line) for line in run("suggest", "--batch", tmp_path / "b.jsonl", "-n", "1").stdout.splitlines()
    ]
    assert answers == [
        {"id": "one", "suggestions": ask(NUMPY, "-n", "1")["suggestions"]},
        {"id": 2, "suggestions": []},
    ]


BROKEN = {
    "no JSON": "{id\n",
    "no mapping": "[1]\n",
    "no id": {"text": "x"},
    "no text": {"id": 1},
    "a text that is none": {"id": 1, "text": 5},
    "endless nesting": "[" * 100_000 + "\n",
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_a_broken_line_of_a_batch_is_passed_over_and_reported(run, tmp_path, line):
    path = tmp_path / "b.jsonl"
    path.write_text(batch({"id": 1, "text": NUMPY}, "\n", line, {"id": 2, "text": NUMPY}), "utf-8")
    result = run("suggest", "--batch", path, code=2)
    assert [json.loads(answer)["id"] for answer in result.stdout.splitlines()] == [1, 2]
    assert result.stderr.splitlines() == [
        f'{path}:3:1: a line is a JSON object such as {{"id": "job-1", "text": "CUDA out of memory"}}. This line is passed over.',
        f"repro-kb: 1 line of {path} could not be read; the others are answered.",
    ]


def test_a_batch_of_strange_bytes_is_answered(run):
    raw = b'\xef\xbb\xbf{"id": "\\u4e2d", "text": "numpy"}\n{"id": "\\ud83d\\u001b\\u009b\\u202e", "text": "\\ud83d"}\n{"id": 3, "text": "\xff"}\n'
    output = run("suggest", "--batch", "-", input=raw).stdout
    assert output.isascii()
    assert output.isprintable() is False  # the line ends alone
    assert "\x1b" not in output
    assert [json.loads(line)["id"] for line in output.splitlines()] == ["中", "\ud83d\x1b\x9b\u202e", 3]


def test_each_line_of_a_batch_is_answered_before_the_next_one_is_read():
    command = [SCRIPT, "suggest", "--batch", "-", "-n", "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for number in range(2):
            process.stdin.write(batch({"id": number, "text": NUMPY}).encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=30) == 0


# The entries


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "entry",
    ["link-is-dead", "alias-removed", "seed-forgotten", "use-archived-copy", "install-older-release", "report-spread"],
)
def test_every_entry_is_shown_in_every_format(run, tiny, form, entry):
    record = load_catalogue_folder(tiny).entry(entry)
    text = run("show", entry, "--format", form).stdout
    assert record.title in text
    assert entry in text
    if form == "json":
        kind = "challenge" if hasattr(record, "symptoms") else "mitigation"
        assert json.loads(text) == {"kind": kind, **record.to_fields()}


def test_a_challenge_is_shown_in_full(run):
    lines = run("show", "alias-removed").stdout.splitlines()
    headings = ["How to tell", "Fixes, best first", "Causes", "Affected releases"]
    assert [line for line in lines if line in headings] == headings
    assert lines[0] == "A NumPy alias that the code uses was removed"
    assert lines[1] == "alias-removed · infrastructure, api-changes · stops the run"
    assert "  numpy >=1.24, since 2022-12-18. the aliases are gone" in lines
    assert lines[-1] == "Related: seed-forgotten"


def test_a_mitigation_tells_what_it_helps_with(run):
    lines = run("show", "report-spread").stdout.splitlines()
    assert lines[1] == "report-spread · methodology · disclose · numbers move within noise · hours"
    assert lines[lines.index("Helps with") + 1 :] == [
        "  alias-removed: A NumPy alias that the code uses was removed",
        "  seed-forgotten: No seed is set, and every run differs",
    ]


@pytest.mark.parametrize(("former", "present"), [("url-gone", "link-is-dead"), ("downgrade", "install-older-release")])
def test_a_former_id_leads_to_the_present_one(run, former, present):
    result = run("show", former)
    assert result.stderr == f"repro-kb: {former} is now {present}.\n"
    assert result.stdout == run("show", present).stdout


@pytest.mark.parametrize("spelling", ["Alias-Removed", "alias_removed", " alias-removed ", "alias removed"])
def test_another_spelling_of_an_id_is_understood(run, spelling):
    assert run("show", spelling).stdout == run("show", "alias-removed").stdout


@pytest.mark.parametrize(
    ("entry", "near"),
    [
        ("alias-remove", " Did you mean alias-removed?"),
        ("report-spreads", " Did you mean report-spread?"),
        ("weather", ""),
        ("\x1b[31mred", ""),
    ],
)
def test_an_unknown_id_is_answered_with_its_neighbours(run, entry, near):
    result = run("show", entry, code=1)
    assert (result.stdout, result.stderr) == (
        "",
        f"repro-kb: There is no entry {entry!r}.{near} `repro-kb list` shows all ids.\n",
    )


def test_the_list_as_text(run):
    assert run("list", "challenges").stdout == (
        "challenges, dataset\n"
        "  link-is-dead                           The link to the dataset is dead\n"
        "\n"
        "challenges, methodology\n"
        "  seed-forgotten                         No seed is set, and every run differs\n"
        "\n"
        "challenges, infrastructure\n"
        "  alias-removed                          A NumPy alias that the code uses was\n"
        "                                         removed\n"
    )


@pytest.mark.parametrize(
    ("arguments", "entries"),
    [
        (
            (),
            [
                "link-is-dead",
                "seed-forgotten",
                "alias-removed",
                "use-archived-copy",
                "report-spread",
                "install-older-release",
            ],
        ),
        (("mitigations",), ["use-archived-copy", "report-spread", "install-older-release"]),
        (("--area", "dataset"), ["link-is-dead", "use-archived-copy"]),
        (("challenges", "--area", "methodology"), ["seed-forgotten"]),
    ],
)
def test_the_list_by_kind_and_area(run, arguments, entries):
    rows = json.loads(run("list", *arguments, "--format", "json").stdout)
    assert [row["id"] for row in rows] == entries
    assert all(set(row) == {"id", "kind", "area", "title"} for row in rows)
    markdown = run("list", *arguments, "--format", "markdown").stdout.splitlines()
    assert markdown == [f"- `{row['id']}` ({row['kind']}, {row['area']}): {row['title']}" for row in rows]


# The catalogue


def test_a_sound_catalogue_is_valid(run, tiny):
    assert run("validate").stdout == f"{tiny}: no problems.\n"


def test_every_problem_of_a_broken_catalogue_is_listed(run, tiny_copy):
    path = tiny_copy / "dataset" / "challenges" / "link-is-dead.yml"
    path.write_text(
        path.read_text("utf-8").replace("impact: blocks-run", 'impact: "\\e[31m"\n"\\e[1mkey": "no"'), "utf-8"
    )
    result = run("validate", "--catalogue", tiny_copy, code=3)
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{path}:7:9: RKB002 the escape for U+001B, a control or invisible character. Remove it.",
        f"{path}:7:9: RKB104 `impact` is '\\x1b[31m', which is not in the list. Expected one of: blocks-run, changes-results, weakens-claim, costs-time.",
        f"{path}:8:1: RKB002 the escape for U+001B, a control or invisible character. Remove it.",
        f"{path}:8:1: RKB102 unknown key `key`. Known keys: applies_to, causes, checks, fair, former_ids, group, ignore, imagined, impact, mitigations, poster, references, related, reports, review_by, signatures, summary, symptoms, title, variability.",
        "repro-kb: 4 problems. The catalogue cannot be used before they are mended.",
    ]


def test_named_files_are_validated_as_members_of_the_catalogue(run, tiny_copy):
    bad, good = tiny_copy / "poster.yml", tiny_copy / "references.yml"
    bad.write_text("points: no\n", "utf-8")
    assert run("validate", good, "--catalogue", tiny_copy).stdout == f"{tiny_copy}: no problems.\n"
    stderr = run("validate", bad, good, "--catalogue", tiny_copy, code=3).stderr
    assert stderr.splitlines()[-1] == "repro-kb: 2 problems. The catalogue cannot be used before they are mended."


@pytest.mark.parametrize("arguments", [("suggest", "numpy"), ("show", "alias-removed"), ("list",), ("--version",)])
def test_a_broken_catalogue_is_used_for_nothing(run, tiny_copy, arguments):
    (tiny_copy / "references.yml").write_text("references: []\n", "utf-8")
    result = run("--catalogue", tiny_copy, *arguments, code=3)
    assert result.stdout == ""
    assert "references.yml:1:13: RKB105 `references` has 0 items" in result.stderr


@pytest.mark.parametrize("arguments", [("--catalogue", "{}", "list"), ("list", "--catalogue", "{}")])
def test_the_catalogue_is_named_before_or_after_the_command(run, monkeypatch, tiny_copy, arguments):
    path = tiny_copy / "methodology" / "challenges" / "seed-forgotten.yml"
    path.rename(path.with_name("seed-lost.yml"))
    for file in ("infrastructure/challenges/alias-removed.yml", "cases/two-steps.yml"):
        (tiny_copy / file).write_text(
            (tiny_copy / file).read_text("utf-8").replace("seed-forgotten", "seed-lost"), "utf-8"
        )
    assert "seed-lost" in run(*(argument.format(tiny_copy) for argument in arguments)).stdout
    monkeypatch.setenv("REPRO_KB_CATALOGUE", str(tiny_copy))
    assert "seed-lost" in run("list").stdout


# Help, version, completion


def test_the_version_names_the_tool_and_the_catalogue(run, tiny_copy):
    first = run("--version").stdout
    assert first.startswith(f"repro-kb {__version__}, catalogue ")
    assert first.endswith(" (3 challenges, 3 mitigations)\n")
    path = tiny_copy / "poster.yml"
    path.write_text(path.read_text("utf-8").replace("Faults", "Faults and failures"), "utf-8")
    assert run("--catalogue", tiny_copy, "--version").stdout != first


@pytest.mark.parametrize("command", [None, *cli.main.list_commands(None)])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_of_every_command_has_an_example_and_fits_the_screen(run, command, option):
    text = run(*([command] if command else []), option).stdout
    assert "  repro-kb " in text.partition("Example")[2]
    assert [line for line in text.splitlines() if len(line) > 100] == []


@pytest.mark.parametrize(("shell", "line"), [("zsh", "#compdef repro-kb"), ("fish", "function _repro_kb_completion;")])
def test_a_shell_gets_its_completion_script(shell, line):
    environment = os.environ | {"_REPRO_KB_COMPLETE": f"{shell}_source"}
    script = subprocess.run([SCRIPT], env=environment, capture_output=True, text=True, check=True).stdout
    assert script.splitlines()[0] == line


def test_bash_completes_commands_and_options():
    environment = os.environ | {"_REPRO_KB_COMPLETE": "bash_source"}
    script = subprocess.run([SCRIPT], env=environment, capture_output=True, text=True, check=True).stdout
    assert "complete -o nosort -F _repro_kb_completion repro-kb" in script
    for words, place, completed in [("repro-kb su", "1", "plain,suggest"), ("repro-kb list --ar", "2", "plain,--area")]:
        asked = {"_REPRO_KB_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}
        answer = subprocess.run([SCRIPT], env=os.environ | asked, capture_output=True, text=True, check=True).stdout
        assert answer.splitlines() == [completed]


# The screen


@pytest.mark.parametrize(
    "arguments", [("suggest", "numpy"), ("show", "alias-removed"), ("show", "report-spread"), ("list",)]
)
def test_colour_is_for_a_terminal_that_wants_it(run, monkeypatch, arguments):
    assert "\x1b[" not in run(*arguments).stdout
    assert "\x1b[1m" in run(*arguments, color=True).stdout
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b[1m" in run(*arguments, color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run(*arguments, color=True).stdout


@pytest.mark.parametrize("arguments", [("suggest", "numpy", "--format", "json"), ("list", "--format", "markdown")])
def test_other_formats_have_no_colour(run, arguments):
    assert "\x1b[" not in run(*arguments, color=True).stdout


HOSTILE = "\x1b]0;owned\x07\x1b[31mmodule 'numpy'\x9b2J has no attribute 'float'\x1b[0m\x00\x08\u202e\ud83d\r\n"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", [HOSTILE, "seed numpy\x1b[2J\x9b1m \u202edata\x07"])
def test_control_characters_never_reach_the_output(run, form, text):
    output = run("suggest", text, "--format", form, color=False).stdout
    assert [character for character in output if not character.isprintable() and character != "\n"] == []


def test_control_characters_of_a_path_never_reach_the_terminal(run):
    assert (
        run("suggest", "--file", "\x1b[31mgone", code=2, color=True).stderr
        == "repro-kb: gone cannot be read: No such file or directory.\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("suggest", NUMPY),
        ("suggest", "seed data numpy"),
        ("suggest", SOUP),
        ("show", "link-is-dead"),
        ("show", "alias-removed"),
        ("show", "seed-forgotten"),
        ("show", "use-archived-copy"),
        ("show", "report-spread"),
        ("list",),
    ],
)
def test_text_fits_eighty_columns(run, arguments):
    text = run(*arguments, code=1 if SOUP in arguments else 0).stdout
    assert [line for line in text.splitlines() if len(line) > 80] == []
