"""Feeds what reads strangers' input with changed bytes, guided by coverage, until the time is over.

python tests/fuzz.py [SECONDS]          every target in turn, each for its share of the time (600 seconds in all)
python tests/fuzz.py SECONDS TARGET     one target

What is allowed is an answer, or an error of the package with a message. A traceback, an input that takes ten seconds or
two gigabytes, or a broken promise below ends the run with the input that showed it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp

import atheris

with atheris.instrument_imports(include=["repro_kb"]):
    from repro_kb import draft, excerpt, features, intake, issueform, proposal, redaction, report, signatures
    from repro_kb.bundle import Bundle
    from repro_kb.compiler import write_bundle
    from repro_kb.document import parse_document
    from repro_kb.errors import ReproKBError
    from repro_kb.loader import find_problems, load_catalogue_folder
    from repro_kb.matcher import Matcher
    from repro_kb.normalise import decode, split_lines
    from repro_kb.schema import KINDS, iter_problems

ROOT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "data" / "tiny"
ENTRY = "infrastructure/challenges/alias-removed.yml"
SECONDS = 600
LIMITS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=20000", "-print_final_stats=1", "-verbosity=0")
FOLDER = Path()
MATCHER: Matcher


def document(data: bytes) -> None:
    """A file of any bytes is a document or a list of problems, and each kind of file says what is wrong with it."""
    found, problems = parse_document(data, "f")
    assert found is not None or problems
    for kind in KINDS if found is not None else ():
        list(iter_problems(kind, found))


def catalogue(data: bytes) -> None:
    """An entry of any bytes leaves every other entry of its catalogue checked."""
    (FOLDER / "tiny" / ENTRY).write_bytes(data)
    for problem in find_problems(FOLDER / "tiny"):
        str(problem)


def question(data: bytes) -> None:
    """Every text gets an answer in every form, and no control character of it reaches the terminal."""
    text = decode(data)
    found = MATCHER.suggest(text, limit=5)
    known = MATCHER.understood(text)
    for form in ("text", "json", "markdown"):
        for answer in (report.format_suggestions(text, found, form, explain=True), report.format_nothing(known)):
            assert not [c for c in answer if not c.isprintable() and c not in "\n\u3000\xa0" and ord(c) < 0xA0]
    assert all(suggestion.reasons for suggestion in found)


def log(data: bytes) -> None:
    """What is kept of a stream does not grow with it, and its end is part of it."""
    intake.WHOLE, intake.CHUNK = 1000, 1500
    with suppress(ReproKBError):
        split_lines(intake.read_text(BytesIO(data)))


def template(data: bytes) -> None:
    """A template of plain text matches a line that is that text, and each of its anchors is a word of it."""
    text, _, line = decode(data).replace("\r", "").partition("\n")
    with suppress(ValueError):
        parsed = signatures.Template.parse(text)
        words = parsed.anchors
        for folded in split_lines(line):
            assert not parsed.matches(folded) or words & set(signatures.words_of(folded))


def bundle(data: bytes) -> None:
    """A bundle that was cut, changed or is another file is refused with a message."""
    whole = (FOLDER / "tiny.sqlite").read_bytes()
    at = int.from_bytes(data[:3], "big") % len(whole)
    (FOLDER / "broken.sqlite").write_bytes(whole[:at] + data[3:] + whole[at + len(data[3:]) :])
    with suppress(ReproKBError), Bundle.open(str(FOLDER / "broken.sqlite")) as opened:
        Matcher(opened).suggest("AttributeError: module 'numpy' has no attribute 'float'")
        opened.catalogue()


def contribution(data: bytes) -> None:
    """A log or an issue of any text becomes a proposal and a draft that holds no control character."""
    text = decode(data)
    redaction.redact(text, users=["someone"], hosts=["somewhere"])
    proposed = proposal.propose(text, version="0")
    proposal.render_issue(proposed)
    proposal.issue_address(proposed)
    with suppress(ReproKBError):
        begun, _ = issueform.draft_from_issue(text)
        parse_document(draft.render_draft(begun).encode(), "f")
    excerpt.cut_excerpt(text)


def words(data: bytes) -> None:
    """Every feature of a text is one line, and stays the same when the text is read again."""
    lines = split_lines(decode(data))
    found = features.features(lines, MATCHER._index.lexicon)  # its lexicon is that of the tiny catalogue
    assert not [feature for feature in found if "\n" in feature]
    assert found == features.features(lines, MATCHER._index.lexicon)  # the same


TARGETS = {f.__name__: f for f in (document, catalogue, question, log, template, bundle, contribution, words)}


def fuzz(name: str, seconds: int) -> None:
    """Run one target in this process; libFuzzer ends it."""
    global FOLDER, MATCHER  # noqa: PLW0603  # a target is called with bytes alone
    FOLDER = Path(mkdtemp(prefix="repro-kb-fuzz-"))
    shutil.copytree(TINY, FOLDER / "tiny")
    seeds = FOLDER / "seeds"
    seeds.mkdir()
    for number, path in enumerate(sorted(TINY.rglob("*.yml"))):
        (seeds / str(number)).write_bytes(path.read_bytes())
    write_bundle(load_catalogue_folder(TINY), FOLDER / "tiny.sqlite")
    MATCHER = Matcher(Bundle.open(str(FOLDER / "tiny.sqlite")))
    found = ROOT / ".cache" / "fuzz"
    found.mkdir(parents=True, exist_ok=True)
    arguments = [sys.argv[0], *LIMITS, f"-max_total_time={seconds}", f"-artifact_prefix={found}/{name}-", str(seeds)]
    atheris.Setup(arguments, TARGETS[name])
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Fuzz one target, or all in turn; the exit code counts the targets that failed."""
    seconds = int(arguments[0]) if arguments else SECONDS
    if arguments[1:]:
        fuzz(arguments[1], seconds)
    failed = []
    for name, target in TARGETS.items():
        print(f"\n== {name}: {target.__doc__}", flush=True)
        share = str(seconds // len(TARGETS))
        if subprocess.run([sys.executable, __file__, share, name], check=False).returncode:
            failed.append(name)
    print(
        f"\n{len(TARGETS) - len(failed)} of {len(TARGETS)} targets held{': not ' + ', '.join(failed) if failed else ''}."
    )
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
