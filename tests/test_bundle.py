"""The compiled catalogue: when it is made, when it is used again, and what is refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from repro_kb import CatalogueError, ReproKBError, compiler, load_catalogue, suggest
from repro_kb.bundle import FORMAT, Bundle
from repro_kb.compiler import open_bundle, write_bundle
from repro_kb.loader import load_catalogue_folder
from repro_kb.models import Challenge

NUMPY = "AttributeError: module 'numpy' has no attribute 'float'"


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """Give this test a cache that nothing was compiled into."""
    folder = tmp_path / "own-cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    return folder


@pytest.fixture
def compiled(monkeypatch):
    """Record the folders that are read from YAML."""
    folders = []

    def load(roots, _built_in):
        folders.extend(roots)
        return load_catalogue_folder(roots[0])

    monkeypatch.setattr(compiler, "load_layers", load)
    return folders


def titles(folder):
    with closing(open_bundle(folder)) as bundle:
        return [entry.title for entry in bundle.summaries("challenge")]


def test_a_catalogue_is_compiled_once(own_cache, tiny_copy, compiled):
    assert titles(tiny_copy) == titles(tiny_copy)
    assert compiled == [tiny_copy]
    assert len(list(own_cache.rglob("*.sqlite"))) == 1


def test_it_is_compiled_again_when_a_file_changed(own_cache, tiny_copy, compiled):
    titles(tiny_copy)
    path = tiny_copy / "methodology" / "challenges" / "seed-forgotten.yml"
    path.write_text(path.read_text("utf-8").replace("title: No seed is set", "title: No seed was set"), "utf-8")
    assert "No seed was set, and every run differs" in titles(tiny_copy)
    assert len(compiled) == 2
    assert len(list(own_cache.rglob("*.sqlite"))) == 1, "the bundle of the old state is removed"


@pytest.mark.usefixtures("own_cache")
def test_it_is_compiled_again_when_a_file_came_or_went(tiny_copy, compiled):
    titles(tiny_copy)
    (tiny_copy / "cases" / "two-steps.yml").unlink()
    assert load_catalogue(tiny_copy).cases == ()
    assert len(compiled) == 2


def test_two_catalogues_keep_their_bundles_side_by_side(own_cache, tiny_copy, tmp_path, compiled):
    other = shutil.copytree(tiny_copy, tmp_path / "other")
    for folder in (tiny_copy, other, tiny_copy, other):
        titles(folder)
    assert compiled == [tiny_copy, other]
    assert len(list(own_cache.rglob("*.sqlite"))) == 2


@pytest.mark.usefixtures("own_cache")
def test_a_broken_change_is_reported_instead_of_the_old_answer(tiny_copy):
    titles(tiny_copy)
    (tiny_copy / "dataset" / "challenges" / "link-is-dead.yml").write_text("title: x\n", "utf-8")
    with pytest.raises(CatalogueError):
        titles(tiny_copy)


@pytest.mark.parametrize("inside", ["", "deeper"])
def test_where_no_cache_can_be_written_the_bundle_is_kept_in_memory(tmp_path, monkeypatch, tiny, compiled, inside):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / inside))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file" / inside))
    assert suggest(NUMPY, folder=tiny)[0].challenge.id == "alias-removed"
    assert suggest(NUMPY, folder=tiny)[0].challenge.id == "alias-removed"
    assert len(compiled) == 2
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_full_disk_is_no_reason_to_fail(own_cache, tiny, monkeypatch):
    def refuse(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(compiler, "write_bundle", refuse)
    assert suggest(NUMPY, folder=tiny)[0].challenge.id == "alias-removed"
    assert list(own_cache.rglob("*.sqlite")) == []


def ask(**environment):
    """Start a process that asks the tiny catalogue."""
    arguments = [Path(sys.executable).with_name("repro-kb"), "suggest", NUMPY, "--format", "json"]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | environment)


def test_two_processes_at_once_get_the_same_answer(own_cache, tiny_copy):
    processes = [ask(REPRO_KB_CATALOGUE=str(tiny_copy)) for _ in range(2)]
    answers = [process.communicate(timeout=60) for process in processes]
    assert answers[0] == answers[1]
    assert b'"alias-removed"' in answers[0][0]
    assert [path.suffix for path in (own_cache / "repro-kb").iterdir()] == [".sqlite"]


def test_the_same_catalogue_gives_the_same_bytes(tiny, tmp_path):
    code = (
        "import sys; from pathlib import Path; from repro_kb.compiler import write_bundle; "
        "from repro_kb.loader import load_catalogue_folder as load; write_bundle(load(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    for seed in "12":
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, tiny, tmp_path / seed], check=True, env=environment)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_a_bundle_gives_back_the_catalogue_that_it_was_made_of(tiny):
    assert load_catalogue(tiny) == load_catalogue_folder(tiny)


@pytest.fixture
def stored(tiny, tmp_path):
    path = tmp_path / "catalogue.sqlite"
    write_bundle(load_catalogue_folder(tiny), path)
    return path


def refusal(path):
    with pytest.raises(ReproKBError) as caught:
        Bundle.open(str(path))
    assert caught.value.exit_code == 2
    return str(caught.value)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda raw: raw[: len(raw) // 2], "database disk image is malformed"),
        (lambda raw: raw[:110], "database disk image is malformed"),
        (lambda _: b"", "no such table: meta"),
        (lambda _: b"PK\x03\x04" * 300, "file is not a database"),
    ],
    ids=["truncated", "cut within its header", "empty", "foreign"],
)
def test_a_file_that_is_no_bundle_is_refused(stored, spoil, why):
    stored.write_bytes(spoil(stored.read_bytes()))
    assert refusal(stored) == f"{stored} is not a catalogue bundle ({why}). Delete it; it is made anew."


def test_a_bundle_of_another_version_is_refused(stored):
    with closing(sqlite3.connect(stored)) as rows, rows:
        rows.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(FORMAT + 1),))
    assert refusal(stored) == f"{stored} was made by another version of repro-kb. Delete it; it is made anew."


def test_a_bundle_in_a_folder_with_a_strange_name_is_opened(stored, tmp_path):
    folder = tmp_path / "50%25 off? #1"
    folder.mkdir()
    shutil.copy(stored, folder / "c.sqlite")
    with closing(Bundle.open(str(folder / "c.sqlite"))) as bundle:
        assert bundle.meta["challenges"] == "3"


def test_former_ids_are_resolved(tiny):
    with closing(open_bundle(tiny)) as bundle:
        assert bundle.resolve("url-gone") == ("challenge", "link-is-dead")
        assert bundle.resolve("downgrade") == ("mitigation", "install-older-release")
        assert bundle.resolve("gone") is None


def test_a_mitigation_knows_the_challenges_that_it_helps_with(tiny):
    with closing(open_bundle(tiny)) as bundle:
        assert [challenge.id for challenge, _ in bundle.challenges_for("report-spread")] == [
            "alias-removed",
            "seed-forgotten",
        ]


def test_a_suggestion_needs_no_yaml_no_schema_and_no_numpy(tiny):
    titles(tiny)  # compiled before
    code = (
        "import sys; from repro_kb.cli import main; main(sys.argv[1:], standalone_mode=False); "
        "print(*sorted(name for name in sys.modules if '.' not in name), file=sys.stderr)"
    )
    arguments = [sys.executable, "-c", code, "suggest", NUMPY, "--format", "json", "--catalogue", str(tiny)]
    modules = subprocess.run(arguments, check=True, capture_output=True, text=True).stderr.split()
    assert {"repro_kb", "click", "sqlite3"} <= set(modules)
    assert {"yaml", "_yaml", "jsonschema", "numpy", "dataclasses"} & set(modules) == set()


def test_without_numpy_the_ranking_is_computed_instead_of_learnt(own_cache, tiny, monkeypatch):
    with closing(open_bundle(tiny)) as bundle:
        assert bundle.meta["method"] == "logistic regression"
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "repro_kb.training", raising=False)
    shutil.rmtree(own_cache)
    with closing(open_bundle(tiny)) as bundle:
        assert bundle.meta["method"] == "BM25"
    assert suggest(NUMPY, folder=tiny)[0].challenge.id == "alias-removed"


def test_a_bundle_gives_back_the_whole_catalogue_and_an_answer_goes_without_imagined_wordings(bundle, catalogue):
    assert bundle.catalogue() == catalogue
    challenge = catalogue.entry("numpy-api-removal")
    assert challenge.imagined
    assert bundle.challenge("numpy-api-removal") == Challenge(**{**vars(challenge), "imagined": ()})
