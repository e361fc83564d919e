"""The guide to many logs does what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "triage.md").read_text("utf-8")
LOGS = {
    "one.log": "step 1\nRuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB\n",
    "two.log": "AttributeError: module 'numpy' has no attribute 'float'\n",
    "three.log": "x = np.float(1)\nAttributeError: module 'numpy' has no attribute 'float'\n",
    "four.log": "how do I center a div with flexbox in css\n",
}


COUNTS = {"numpy-api-removal": 2, "gpu-out-of-memory": 1, "nothing known": 1}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "logs").mkdir()
    for name, text in LOGS.items():
        (tmp_path / "logs" / name).write_text(text, "utf-8")
    return tmp_path


def counted(command, folder):
    """Run a command with the programs of this environment, and read the table that it prints."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name: int(number) for number, name in (line.split(maxsplit=1) for line in done.stdout.splitlines())}


def test_the_map_step_turns_a_folder_of_logs_into_a_table(folder):
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    (folder / "triage.py").write_text(code, "utf-8")
    assert counted(["python", "triage.py", "logs/"], folder) == COUNTS


def test_the_batch_of_the_guide_counts_the_same(folder):
    batch = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)[0]
    assert counted(["bash", "-ec", batch], folder) == COUNTS
    answers = [json.loads(line) for line in (folder / "answers.jsonl").read_text("utf-8").splitlines()]
    assert {answer["id"]: [found["id"] for found in answer["suggestions"]] for answer in answers} == {
        "one.log": ["gpu-out-of-memory"],
        "two.log": ["numpy-api-removal"],
        "three.log": ["numpy-api-removal"],
        "four.log": [],
    }
