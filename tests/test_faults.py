"""Faults that docs/faults.md lists and no other test tries: each ends with an answer or a message, never a traceback."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from repro_kb import suggest
from repro_kb.bundle import Bundle
from repro_kb.compiler import write_bundle
from repro_kb.errors import ReproKBError
from repro_kb.loader import find_problems, load_catalogue_folder
from repro_kb.matcher import Matcher

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, links and limits of POSIX systems")
PROGRAM = [Path(sys.executable).with_name("repro-kb")]
NUMPY = "AttributeError: module 'numpy' has no attribute 'float'"
SEED = "methodology/challenges/seed-forgotten.yml"
MEGABYTE = 2**20


def program(*arguments, **options):
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, check=False, timeout=120, **options)


def test_a_link_out_of_the_catalogue_is_a_problem_and_is_not_read(tiny_copy, tmp_path):
    secret = tmp_path / "secret.yml"
    secret.write_text("token: abc\n", "utf-8")
    (tiny_copy / SEED).unlink()
    (tiny_copy / SEED).symlink_to(secret)
    told = [str(problem).removeprefix(f"{tiny_copy}/") for problem in find_problems(tiny_copy)]
    assert f"{SEED}:1:1: RKB010 leads out of the catalogue. Put a copy of the file in the place of the link." in told
    assert "abc" not in "".join(told)


def test_a_link_within_the_catalogue_is_read_as_a_file(tiny_copy):
    (tiny_copy / "kept.txt").write_bytes((tiny_copy / SEED).read_bytes())
    (tiny_copy / SEED).unlink()
    (tiny_copy / SEED).symlink_to(tiny_copy / "kept.txt")
    assert find_problems(tiny_copy) == []


def test_a_bad_entry_leaves_every_other_file_checked(tiny_copy):
    (tiny_copy / SEED).write_bytes(b"\x00\xff[[[")
    other = tiny_copy / "infrastructure/challenges/alias-removed.yml"
    other.write_text(other.read_text("utf-8").replace("impact:", "impakt:", 1), "utf-8")
    files = {problem.file.removeprefix(f"{tiny_copy}/") for problem in find_problems(tiny_copy)}
    assert {SEED, "infrastructure/challenges/alias-removed.yml"} <= files


def test_a_hundred_thousand_nested_brackets_are_a_problem(tiny_copy):
    (tiny_copy / SEED).write_text("title: " + "[" * 100_000, "utf-8")
    assert any("RKB008" in str(problem) for problem in find_problems(tiny_copy))


def test_an_entry_of_ten_megabytes_is_a_problem(tiny_copy):
    (tiny_copy / SEED).write_text("title: " + "x" * 10 * MEGABYTE, "utf-8")
    assert any("is larger than 1,000,000 bytes" in str(problem) for problem in find_problems(tiny_copy))


@pytest.mark.parametrize(
    "text", ["\ud83d\ude00", "\ud83d", "\u202ereversed", "a\x00b", "\x1b]0;title\x07", "\r" * 1000]
)
def test_strange_characters_are_answered(tiny, text):
    assert suggest(f"{NUMPY} {text}", folder=tiny)[0].challenge.id == "alias-removed"


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
def test_a_log_in_another_encoding_is_answered(tiny, tmp_path, encoding):
    (tmp_path / "x.log").write_bytes(f"caf\xe9\n{NUMPY}\n".encode(encoding))
    done = program("--catalogue", tiny, "suggest", "--file", tmp_path / "x.log", "--format", "json")
    assert json.loads(done.stdout)["suggestions"][0]["id"] == "alias-removed"


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7, 0.9])
def test_a_bundle_that_was_damaged_is_told_from_a_bug(tiny, tmp_path, place):
    path = tmp_path / "catalogue.sqlite"
    write_bundle(load_catalogue_folder(tiny), path)
    whole = bytearray(path.read_bytes())
    start = int(len(whole) * place)
    whole[start : start + 3000] = b"\xff" * 3000
    path.write_bytes(whole)

    def read():
        with Bundle.open(str(path)) as bundle:
            Matcher(bundle).suggest(NUMPY)
            bundle.catalogue()
            bundle.resolve("alias-removed")
            list(bundle.index.model())

    with pytest.raises(ReproKBError) as caught:
        read()
    assert str(caught.value).startswith(f"{path} is ")
    assert str(caught.value).endswith("it is made anew.")


def test_an_error_that_is_no_damage_stays_what_it_is(tiny, tmp_path):
    path = tmp_path / "catalogue.sqlite"
    write_bundle(load_catalogue_folder(tiny), path)
    with pytest.raises(ZeroDivisionError), Bundle.open(str(path)):
        raise ZeroDivisionError


def test_a_large_log_needs_little_memory(tmp_path, tiny):
    line = b"%032x step of the training, loss 0.1, all is well with this line\n"
    with (tmp_path / "large.log").open("wb") as log:
        for part in range(100):
            log.write(b"".join(line % (part * 20_000 + n) for n in range(20_000)))
        log.write(f"{NUMPY}\n".encode())
    assert (tmp_path / "large.log").stat().st_size > 170 * MEGABYTE
    limit = 600 * MEGABYTE  # of address space, most of it libraries; the file alone would take 175 and its lines more

    def confine():
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    done = program(
        "--catalogue", tiny, "suggest", "--file", tmp_path / "large.log", "--format", "json", preexec_fn=confine
    )
    assert json.loads(done.stdout)["suggestions"][0]["id"] == "alias-removed"


@pytest.mark.parametrize(
    "content", [b"", b"x" * 50 * MEGABYTE, bytes(range(256)) * 5000], ids=["empty", "one line", "noise"]
)
def test_input_that_is_no_log_is_answered_or_refused_in_words(tmp_path, tiny, content):
    (tmp_path / "x.log").write_bytes(content)
    done = program("--catalogue", tiny, "suggest", "--file", tmp_path / "x.log")
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr
    assert done.stdout or done.stderr


def test_a_reader_that_goes_away_ends_the_program_in_silence(tiny, tmp_path):
    (tmp_path / "many.jsonl").write_text(
        "".join(json.dumps({"id": n, "text": NUMPY}) + "\n" for n in range(3000)), "utf-8"
    )
    command = f"'{PROGRAM[0]}' --catalogue '{tiny}' suggest --batch '{tmp_path / 'many.jsonl'}' | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=120)
    assert json.loads(done.stdout)["id"] == 0
    assert done.stderr == b""


def test_an_interrupt_ends_the_program_without_a_traceback(tiny):
    command = subprocess.Popen(
        [*PROGRAM, "--catalogue", tiny, "suggest"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(2)  # it waits for its input by then
    command.send_signal(signal.SIGINT)
    _, said = command.communicate(timeout=60)
    assert command.returncode != 0
    assert b"Traceback" not in said


COMMANDS = (
    ("suggest", NUMPY, "--explain"),
    ("show", "alias-removed"),
    ("list", "--stats"),
    ("validate",),
    ("report", NUMPY),
    ("new", "challenge", "--title", "A thing is gone", "--area", "dataset", "--to", "drafts"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_no_command_opens_a_connection(run, tiny_copy, monkeypatch, arguments):
    def refuse(*_arguments, **_options):
        raise AssertionError("a connection was opened")

    monkeypatch.chdir(tiny_copy.parent)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(os, "system", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert run("--catalogue", tiny_copy, *arguments).stdout
