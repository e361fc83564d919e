"""What `suggest` answers over the real catalogue."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from repro_kb.bundle import Bundle
from repro_kb.compiler import fill_bundle
from repro_kb.loader import load_catalogue_folder
from repro_kb.matcher import Matcher
from repro_kb.ranking import Model, Row
from repro_kb.weighting import weigh

LONG = "\n".join(f"Epoch {n} [{n}/200] loss {2 - n / 100:.3f} lr 0.001 {'=' * (n % 30)}>" for n in range(200))
TRACEBACK = """\
Traceback (most recent call last):
  File "/home/reader/project/tools/train.py", line 183, in <module>
    main()
  File "/home/reader/project/tools/train.py", line 172, in main
    train_model(
  File "/home/reader/project/engine/api.py", line 91, in train_model
    runner.run(data_loaders, cfg.workflow)
  File "/home/reader/project/engine/runner.py", line 136, in run
    epoch_runner(data_loaders[i], **kwargs)
  File "/home/reader/project/engine/runner.py", line 49, in train
    for i, data_batch in enumerate(self.data_loader):
  File "/env/lib/python3.9/site-packages/torch/utils/data/dataloader.py", line 628, in __next__
    data = self._next_data()
  File "/env/lib/python3.9/site-packages/torch/utils/data/dataloader.py", line 671, in _next_data
    data = self._dataset_fetcher.fetch(index)
  File "/env/lib/python3.9/site-packages/torch/utils/data/_utils/fetch.py", line 58, in fetch
    data = [self.dataset[idx] for idx in possibly_batched_index]
  File "/home/reader/project/data/boxes.py", line 88, in __getitem__
    return self.prepare(index)
  File "/home/reader/project/data/boxes.py", line 61, in prepare
    boxes = boxes.astype(np.float)
  File "/env/lib/python3.9/site-packages/numpy/__init__.py", line 305, in __getattr__
    raise AttributeError(__former_attrs__[attr])
AttributeError: module 'numpy' has no attribute 'float'.
`np.float` was a deprecated alias for the builtin `float`. To avoid this error in existing code, use `float` by itself.
"""
POINTER = """\
_pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options
WeightsUnpickler error: Unsupported operand 118
"""


@pytest.fixture(scope="session")
def matcher(bundle):
    return Matcher(bundle)


def ids(matcher, text, **options):
    return [match.id for match in matcher.rank(text, **options)]


def test_a_deprecated_version_is_a_question_of_versions_with_fixes_that_bring_the_old_one_back(matcher):
    first = matcher.suggest("deprecated version")[0]
    assert first.challenge.id == "deprecated-version-required"
    assert {"install-as-of-date", "run-in-original-environment"} & {fix.id for fix in first.fixes}


def test_a_pasted_numpy_traceback_is_answered_strongly(matcher):
    first = matcher.suggest(TRACEBACK)[0]
    assert (first.challenge.id, first.confidence) == ("numpy-api-removal", "strong")
    assert first.reasons[0].startswith("the line \"attributeerror: module 'numpy' has no attribute 'float'.\"")


def test_each_point_of_the_poster_is_answered_by_an_entry_that_carries_it(matcher, catalogue):
    carried = {point.id: {c.id for c in catalogue.challenges if point.id in c.poster} for point in catalogue.poster}
    missed = {p.id: ids(matcher, p.text) for p in catalogue.poster if not carried[p.id] & set(ids(matcher, p.text))}
    assert missed == {}


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("AttributeError: module 'numpy' has no attribute 'float'", "numpy-api-removal"),
        ("dataset link 404", "dataset-link-dead"),
        ("datset downlod link is ded", "dataset-link-dead"),
        ("数据集下载链接失效了", "dataset-link-dead"),
        ("which hyperparameters were used? learning rate is not in the paper", "hyperparameters-missing"),
        ("tf.placeholder is gone", "tf1-code-on-tf2"),
        ("ImportError: libcudart.so.10.1: cannot open shared object file", "cuda-library-missing"),
        ("the repo has ten branches, which commit produced the table", "many-branches-unknown-commit"),
    ],
)
def test_a_short_question_finds_its_challenge(matcher, text, entry):
    assert ids(matcher, text)[0] == entry


def test_an_error_at_the_end_of_a_long_log_decides(matcher):
    assert ids(matcher, f"{LONG}\n{TRACEBACK}")[0] == "numpy-api-removal"


def test_the_cause_comes_before_the_message_that_it_triggers(matcher):
    assert ids(matcher, POINTER)[0] == "lfs-pointer-instead-of-data"


def test_escapes_and_progress_bars_change_nothing(matcher):
    coloured = "\x1b[31mAttributeError\x1b[0m: module 'numpy' has no attribute 'float'"
    bar = "\r".join(f"{n}%|{'#' * (n // 10)}|" for n in range(100))
    assert matcher.rank(f"{bar}\r{coloured}")[0].id == "numpy-api-removal"


@pytest.mark.parametrize(
    "text",
    [
        "how do I center a div in CSS",
        "great work, thank you!",
        "how long does pizza dough have to rest",
        "smart cast to 'Fragment' is impossible in my Kotlin app",
        "",
    ],
)
def test_what_is_of_another_world_gets_no_answer(matcher, text):
    assert matcher.rank(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "does it support exporting a trained model for phones?",
        "how do I run the demo on a folder of my photos",
        "please add a web demo",
        "what is the intuition behind the second loss term",
    ],
)
def test_what_is_of_the_field_and_no_challenge_gets_a_weak_answer_at_the_most(matcher, text):
    assert {match.confidence for match in matcher.rank(text)} <= {"weak"}


def test_an_area_keeps_the_order_and_drops_the_rest(matcher, catalogue):
    area = {c.id: c.area for c in catalogue.challenges}
    everything = ids(matcher, "accuracy is lower than in the paper", limit=50)
    only = ids(matcher, "accuracy is lower than in the paper", limit=3, area="dataset")
    assert only == [entry for entry in everything if area[entry] == "dataset"][:3]


def test_the_same_text_gives_the_same_answer_with_another_limit(matcher):
    assert (
        ids(matcher, "different results with the same seed", limit=1)
        == ids(matcher, "different results with the same seed", limit=5)[:1]
    )


def test_the_parts_of_a_score_are_told(matcher):
    parts = dict(matcher.rank(TRACEBACK)[0].parts)
    assert set(parts) == {"words", "log template", "before any word"}
    assert parts["log template"] > 0


def test_a_text_of_features_that_every_entry_has_is_answered(tiny):
    with closing(sqlite3.connect(":memory:")) as rows:
        model = weigh(load_catalogue_folder(tiny))
        common = {feature: Row(square=0, weights=row.weights) for feature, row in model.rows.items()}
        fill_bundle(rows, load_catalogue_folder(tiny), Model(**{**vars(model), "rows": common}))
        found = Matcher(Bundle(rows)).rank("numpy")
    assert all(points for match in found for _, points in match.spoken)
