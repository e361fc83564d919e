"""The guide to many logs does what it says."""

from __future__ import annotations

import json
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


@pytest.fixture
def folder(tmp_path):
    for name, text in LOGS.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def counted(output):
    return {name: int(number) for number, name in (line.split(maxsplit=1) for line in output.splitlines())}


def test_the_map_step_turns_a_folder_of_logs_into_a_table(folder):
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    script = folder / "triage.py"
    script.write_text(code, "utf-8")
    done = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert counted(done.stdout) == {"numpy-api-removal": 2, "gpu-out-of-memory": 1, "nothing known": 1}


def test_a_batch_counts_the_same(folder):
    lines = [json.dumps({"id": path.name, "text": path.read_text("utf-8")}) for path in sorted(folder.glob("*.log"))]
    (folder / "failed.jsonl").write_text("\n".join(lines), "utf-8")
    command = [Path(sys.executable).with_name("repro-kb"), "suggest", "--batch", folder / "failed.jsonl", "-n", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers = {a["id"]: [s["id"] for s in a["suggestions"]] for a in map(json.loads, done.stdout.splitlines())}
    assert answers == {
        "one.log": ["gpu-out-of-memory"],
        "two.log": ["numpy-api-removal"],
        "three.log": ["numpy-api-removal"],
        "four.log": [],
    }
