"""`repro-kb report`: what is taken out of a log, the fingerprint, the text of the issue and its address."""

from __future__ import annotations

import json
import socket
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repro_kb.excerpt import cut_excerpt, headline, mask, propose_template
from repro_kb.proposal import MAX_ADDRESS, issue_address, propose, render_issue
from repro_kb.redaction import redact
from repro_kb.rules import hits
from repro_kb.signatures import Template

LOG = """\
(base) ana@gpu-node07:~/proj$ python train.py --token=hf_abcdefghijklmnop
epoch 1 loss 0.25
Traceback (most recent call last):
  File "/home/ana.silva/proj/src/train.py", line 33, in <module>
    main()
  File "/home/ana.silva/env/lib/python3.9/site-packages/labtool/lic.py", line 3, in checkout
labtool.LicenceError: no licence left on licence.uni-x.edu (17 of 17 in use, see /home/ana.silva/lic.log)
"""
TAKEN_OUT = {
    "a home folder": ("see /home/ana", "see <path>"),
    "a path": ('File "/data/projects/secret/train.py", line 3', 'File "<path>/train.py", line 3'),
    "a path below ~": ("reads ~/secret/data.csv", "reads <path>/data.csv"),
    "a path of a Mac": ("/Users/ana/thesis/x.ipynb", "<path>/x.ipynb"),
    "a path of Windows": (r"C:\Users\Ana Silva\proj\train.py failed", "<path>/train.py failed"),
    "a path of another disk": (r"D:\secret\x.csv", "<path>/x.csv"),
    "a share": (r"\\server01\share\x.csv", "<path>/x.csv"),
    "a path within a package": (
        "/home/ana/env/lib/python3.9/site-packages/torch/nn/x.py",
        "<path>/site-packages/torch/nn/x.py",
    ),
    "a prompt": ("(base) ana@gpu07:~/proj$ ls", "<user>@<host>$ ls"),
    "a login": ("ssh ana@cluster", "ssh <user>@<host>"),
    "an e-mail address": ("ask ana.silva@uni-x.edu please", "ask <email> please"),
    "a host of a university": ("at login.hpc.uni-x.edu now", "at <host> now"),
    "a node": ("on gpu-node07 and node012", "on <host> and <host>"),
    "a named host": ("MASTER_ADDR=alpha host: beta", "MASTER_ADDR=<host> host: <host>"),
    "a local name": ("db.internal is down", "<host> is down"),
    "an address within a house": ("https://gitlab.uni-x.edu/ana/secret.git", "https://<host>/<path>"),
    "an address with a password": ("https://ana:pw@gitlab.com/x/y", "https://gitlab.com/x/y"),
    "a signed address": ("https://huggingface.co/m/x.bin?Signature=abc", "https://huggingface.co/m/x.bin?<token>"),
    "an IP address": ("10.1.2.3:8080 refused", "<ip>:8080 refused"),
    "an IPv6 address": ("fe80::1ff:fe23:4567:890a", "<ip>"),
    "a hardware address": ("00:11:22:33:44:55", "<ip>"),
    "a token of a known form": ("hf_abcdefghijklmnop", "<token>"),
    "a token on the command line": ("--token=abcdef123", "--token=<token>"),
    "a key in the environment": ("AWS_SECRET_ACCESS_KEY=abcd/efgh+ij", "AWS_SECRET_ACCESS_KEY=<token>"),
    "a key in JSON": ('"api_key": "abcdef"', '"api_key": "<token>"'),
    "a password": ("password: hunter22", "password: <token>"),
    "a header": ("Authorization: Bearer abc.def.ghi", "Authorization: Bearer <token>"),
    "a web token": ("eyJhbGciOi.eyJzdWIiOi.c2lnbmF0", "<token>"),
    "a private key": ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "<key>"),
    "a private key without its end": ("-----BEGIN PRIVATE KEY-----\nabc\ndef", "<key>"),
    "a long number": ("id 9f86d081884c7d659a2feaa0c55ad015", "id <key>"),
}
LEFT = [
    "AttributeError: module 'numpy' has no attribute 'float'",
    "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.50 GiB (GPU 0; 23.69 GiB total capacity)",
    "2024-01-02 10:00:00,123 ERROR numpy==1.24.3 on Python 3.11",
    "/usr/lib/python3.11/json/decoder.py",
    "src/train.py:33 and ./data/x.csv and 3/4 and and/or",
    "https://github.com/numpy/numpy/issues/22021",
    "pad_token: None, eos_token = '</s>'",
    "RuntimeError: expected scalar type Half but found Float",
    "shape torch.Size([1000, 2048]) at step 100000",
    "localhost:6006",
]


@pytest.mark.parametrize(("text", "expected"), TAKEN_OUT.values(), ids=TAKEN_OUT)
def test_what_tells_about_people_and_machines_is_taken_out(text, expected):
    assert redact(text) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_tells_about_the_problem_is_left(text):
    assert redact(text) == text


def test_the_names_of_this_machine_are_taken_out_as_whole_words():
    assert redact("ana ran banana on mybox", users=["ana"], hosts=["mybox"]) == "<user> ran banana on <host>"
    assert redact("root at ab", users=["root", "ab"]) == "root at ab"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_redacting_twice_is_redacting_once_for_names(text):
    once = redact(text, users=["ana"])
    assert "ana" not in redact(f"{text} ana ", users=["ana"]).split()
    assert redact(once, users=["ana"]).count("ana") == once.count("ana")


@pytest.mark.parametrize(
    "piece", ["a", "a-", "a.", "/a", "\\a", "1:", "a@", "ab12", "token=", "-----BEGIN A-----", "x://", " ", "\n", "["]
)
def test_no_text_takes_long(piece):
    started = time.perf_counter()
    propose(piece * (1_000_000 // len(piece)), version="x")
    assert time.perf_counter() - started < 5


def test_the_line_that_names_the_problem_is_the_last_that_names_an_error():
    assert headline(LOG).startswith("labtool.LicenceError: no licence left")
    assert headline("step 1 failed\nstep 2\nstep 3") == "step 1 failed"
    assert headline("the numbers are lower\nthan in the paper") == "the numbers are lower"
    assert headline("") == ""


def test_of_a_traceback_its_end_is_kept():
    lines = [f'  File "x{n}.py", line 1, in f' for n in range(30)]
    text = "\n".join(["start", "Traceback (most recent call last):", *lines, "ValueError: wrong", "bye", "bye again"])
    assert cut_excerpt(text).splitlines() == [*lines[-8:], "ValueError: wrong"]


def test_a_token_at_the_end_of_a_long_line_is_not_cut_in_half():
    line = "ValueError: " + "x " * 140 + "hf_abcdefghijklmnopqrstuv"
    assert "hf_" not in cut_excerpt(line)


TEMPLATES = {
    "AttributeError: module 'numpy' has no attribute 'float'": "AttributeError: module 'numpy' has no attribute 'float'",
    "[rank0]: ValueError: bad shape (3, 224, 224) in block 7": "ValueError: bad shape (<*>) in block",
    "2024-01-02 10:00:00 ERROR: cannot open <path>/x.pt at 0x7ffee": "cannot open <*> at",
    "OSError: Unable to open file 'a/b/c.h5' (errno = 2, name = 3)": "OSError: Unable to open file '<*>' (errno = <*>, name = <*>)",
    "KeyError: 17": "",
    "<path>/x.py": "",
    "12345": "",
}


@pytest.mark.parametrize(("line", "template"), TEMPLATES.items())
def test_a_template_has_holes_for_what_differs_from_run_to_run(line, template):
    assert propose_template(line) == template
    if template:
        assert hits(Template.parse(template), line)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_proposed_template_matches_the_line_that_it_was_made_of(text):
    line = headline(text)
    template = propose_template(line)
    assert template == "" or hits(Template.parse(template), line)


def test_the_fingerprint_is_the_same_on_another_machine():
    other = LOG.replace("ana.silva", "li").replace("17", "3").replace("uni-x", "uni-y").replace("epoch 1", "epoch 200")
    other = other.replace("labtool.LicenceError", "\x1b[31mlabtool.LicenceError\x1b[0m")
    assert other != LOG
    assert propose(LOG, version="1").fingerprint == propose(other, version="2").fingerprint
    assert (
        propose(LOG.replace("no licence", "no key"), version="1").fingerprint != propose(LOG, version="1").fingerprint
    )
    assert propose("KeyError: 'seed'", version="1").fingerprint == "f03c70e44fe12fce"


def test_spaces_and_numbers_do_not_change_a_masked_line():
    assert (
        mask("Error  in  BLOCK 7 of <path>/x.py")
        == mask("error in block 12 of <path>/y.py")
        == "error in block <*> of <*>"
    )


def test_the_issue_has_the_headings_of_the_form_and_no_private_word():
    issue = render_issue(propose(LOG, version="repro-kb 0"))
    assert [line for line in issue.splitlines() if line.startswith("#")] == [
        "### Area",
        "### Title",
        "### Log signatures",
        "### Symptoms",
    ]
    assert [word for word in ("ana", "uni-x", "hf_", "node07") if word in issue] == []
    assert issue.rstrip().endswith("nearest entries: none; repro-kb 0.")


def test_a_description_is_proposed_as_a_symptom():
    proposal = propose("my F1 is far below the table", version="x")
    assert proposal.field == "symptoms"
    assert parse_qs(urlsplit(issue_address(proposal)).query)["symptoms"][0].startswith(
        "my F1 is far below the table\n(fingerprint "
    )


@pytest.mark.parametrize("text", [LOG, "错误" * 3000, "ValueError: " + "%&? " * 3000, "\ud800 Error: x"])
def test_the_address_opens_the_form_and_is_short_enough(text):
    proposal = propose(text, version="x")
    address = issue_address(proposal)
    assert len(address) <= MAX_ADDRESS
    query = parse_qs(urlsplit(address).query)
    assert query["template"] == ["entry.yml"]
    assert query["title"][0].startswith("Entry: ")
    assert query[proposal.field][0].endswith(f"(fingerprint {proposal.fingerprint})")


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("nothing may be sent")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_the_command_sends_nothing_and_says_so(run, tiny):
    text = run("report", "--catalogue", tiny, input=LOG).stdout
    assert text.startswith("Nothing was sent. Read the text, and take out what should not be public.\n\nFingerprint: ")
    assert text.splitlines()[-1].startswith(
        "https://github.com/repro-kb/repro-kb/issues/new?template=entry.yml&title=Entry"
    )
    assert "uni-x" not in text


def test_the_command_takes_words_and_files_and_answers_as_json_and_markdown(run, tiny, tmp_path):
    (tmp_path / "train.log").write_text(LOG, "utf-8")
    answer = json.loads(run("report", "--catalogue", tiny, "--file", tmp_path / "train.log", "--format", "json").stdout)
    assert list(answer) == ["fingerprint", "title", "excerpt", "field", "nearest", "version", "issue", "address"]
    assert run("report", "--catalogue", tiny, "seed", "lost", "--format", "markdown").stdout.startswith("### Area\n")
    assert run("report", "--catalogue", tiny, "x", "--file", "y", code=2).stderr.startswith(
        "repro-kb: give the text once"
    )
    near = json.loads(run("report", "--catalogue", tiny, "np.float does not exist any more", "--format", "json").stdout)
    assert near["nearest"][0] == "alias-removed"
