"""What a log tells about people and machines, taken out of it: each piece is replaced by a word for its kind.

It is done on this machine, by patterns, so it cannot know every secret: whoever passes a text on reads it first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY_BLOCK = r"-----BEGIN [A-Z0-9 ]{1,40}-----.*?(?:-----END [A-Z0-9 ]{1,40}-----|\Z)"
_PREFIXED = (
    r"\b(?:gh[pousr]_|github_pat_|glpat-|hf_|sk-|pk_|rk_|xox[abprs]-|npm_|pypi-|AKIA|ASIA|AIza|ya29\.|wandb_|dop_v1_)[A-Za-z0-9_.-]{10,}"
    r"|\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?"
)
_ASSIGNED = (
    r"(?i:(?!\w{0,40}(?:pad|eos|bos|unk|sep|cls|mask|max|new|special|image|start|end)_token)(\b[a-z0-9_.-]{0,40}(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)"
    r"[\"']?[ \t]*(?:=|:)[ \t]*[\"']?)([^\s\"',;&)}\]]{4,}))"
)
_AUTHORIZATION = r"(?i:\b(bearer|basic|authorization:)[ \t]+([A-Za-z0-9+/=_.~-]{8,}))"
_IN_ADDRESS = r"(\b[a-z][a-z0-9+.-]{1,20}://)[^\s/@:\"']{1,100}(?::[^\s/@\"']{0,200})?@"
_MAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}\b"
_LONG = (
    r"(?<![A-Za-z0-9+/])(?:(?=[A-Za-z]{0,64}[0-9])[A-Za-z0-9]{32,}\b|(?=[A-Za-z+/]{0,64}[0-9])[A-Za-z0-9+/]{40,}={0,2})"
)
_PROMPT = (
    r"(?m:^(?:\([^)\s]{1,40}\) )?[\[]?[A-Za-z0-9._-]{1,32}@[A-Za-z0-9._-]{1,64}([: ][^\s$#%>]{0,200})?[\]]?([$#%>] ))"
)
_LOGIN = r"\b[A-Za-z_][A-Za-z0-9._-]{0,31}@[A-Za-z0-9][A-Za-z0-9.-]{0,63}\b"
_MAC = r"\b(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\b"
_IP4 = r"(?<![\w.=])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?![\w.]*[\w])"
_IP6 = (
    r"(?<![\w:])(?:(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}"
    r"|(?:[0-9a-fA-F]{1,4}:){1,6}(?::[0-9a-fA-F]{1,4}){1,6}|::1)(?![\w:])"
)
_NAMED_HOST = (
    r"(?i:(\b(?:host|hostname|node|nodename|server|master_addr|nodelist|machine|slurmd_nodename)(?:[\"']?[ \t]*[=:][ \t]*[\"']?))"
    r"([a-z0-9][a-z0-9.-]{1,63}))"
)
_NODE = r"\b(?:node|gpu|cn|nid|compute|worker|login|dgx)-?[a-z]{0,8}-?[0-9]{1,5}(?:-[0-9]{1,4})?(?:\.[a-z0-9-]{1,63}){0,5}\b(?!\.[a-z])"
_URL = r"\b(https?|s3|gs|ssh|git|ftp|hdfs|tcp)://([A-Za-z0-9.-]{1,253})(:[0-9]{1,5})?([^\s\"'<>)\]]*)"
_LOCAL_NAME = r"\b[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:local|lan|internal|intranet|corp|cluster)\b"
_HOST = r"\b(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,5}(?:edu|gov|mil|com|org|(?:ac|edu|gov)\.[a-z]{2})\b(?![.(=\w])"
_WINDOWS_HOME = r"(?i:\b[a-z]:[\\/]+(?:Users|Documents and Settings)[\\/]+[^\\/\n\"'<>|:*?]{1,64})"
_WINDOWS_PATH = r"(?i:(?:\b[a-z]:|\\)\\(?:[^\\\s\"'<>|:*?\n]{1,100}\\+){0,30})(?=[^\\\s\"'<>|:*?\n])"
_HOME = r"(?<![\w.])/(?:home|Users|export/home|u|nfs/home)/[^/\s\"':,;)\]}>]{1,64}(?=/?$|[\s\"':,;)\]}>]|/(?=[\s\"']))"
_PATH = r"(?<![\w.:/<>*)\]-])(?:~[a-z0-9_-]{0,32})?/(?:[^/\s\"'`<>|:,;()\[\]{}=]{1,100}/+){1,40}"
_PUBLIC_HOSTS = (
    "github.com githubusercontent.com gitlab.com bitbucket.org huggingface.co hf.co pytorch.org tensorflow.org keras.io "
    "python.org numpy.org scipy.org readthedocs.io readthedocs.org stackoverflow.com docker.com docker.io nvidia.com "
    "googleapis.com google.com amazonaws.com anaconda.com conda.io kaggle.com zenodo.org figshare.com arxiv.org doi.org "
    "openai.com wandb.ai dropbox.com microsoft.com azure.com apple.com example.org example.com ubuntu.com debian.org"
).split()
_PUBLIC_ROOTS = (
    "/usr/lib/",
    "/usr/local/",
    "/usr/bin/",
    "/usr/share/",
    "/opt/conda/",
    "/etc/",
    "/proc/",
    "/dev/",
    "/bin/",
    "/lib/",
)
_PACKAGES = ("site-packages/", "dist-packages/")


def redact(text: str, *, users: Iterable[str] = (), hosts: Iterable[str] = ()) -> str:
    """Replace what tells about people and machines: keys, tokens, addresses, names, paths.

    Args:
        text: A log, or a description.
        users: Names of people on this machine, replaced wherever they stand.
        hosts: Names of this machine, likewise.
    """
    text = re.sub(_KEY_BLOCK, "<key>", text, flags=re.DOTALL)
    text = re.sub(_AUTHORIZATION, r"\1 <token>", text)
    text = re.sub(_ASSIGNED, r"\1<token>", text)
    text = re.sub(_PREFIXED, "<token>", text)
    text = re.sub(_IN_ADDRESS, r"\1", text)
    text = re.sub(_MAIL, "<email>", text)
    text = re.sub(_PROMPT, r"<user>@<host>\2", text)
    text = re.sub(_LOGIN, "<user>@<host>", text)
    text = re.sub(_URL, _without_private_host, text)
    text = _paths(text)
    text = re.sub(_LONG, "<key>", text)
    text = re.sub(rf"{_MAC}|{_IP4}|{_IP6}", "<ip>", text)
    text = re.sub(_NAMED_HOST, _named_host, text)
    text = re.sub(f"{_LOCAL_NAME}|{_NODE}", "<host>", text)
    text = re.sub(_HOST, lambda found: found[0] if _is_public(found[0]) else "<host>", text)
    return _names(_names(text, users, "<user>"), hosts, "<host>")


def local_names() -> tuple[list[str], list[str]]:
    """Give the names of the user and of the machine, for `redact`."""
    import getpass
    import socket

    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = ""
    host = socket.gethostname()
    return [user], [host, host.partition(".")[0]]


def _names(text: str, names: Iterable[str], word: str) -> str:
    for name in sorted(set(names), key=len, reverse=True):
        if len(name) >= 3 and name not in ("root", "user", "localhost"):
            text = re.sub(rf"(?<![\w<]){re.escape(name)}(?![\w>])", word, text)
    return text


def _without_private_host(found: re.Match[str]) -> str:
    scheme, host, _, rest = found.groups()
    public = _is_public(host)
    path, _, query = rest.partition("?")
    kept = path + ("?<token>" if query else "")  # a signed address carries its key in the query
    return f"{scheme}://{host if public else '<host>'}{kept if public else '/<path>' if path.strip('/') else ''}"


def _is_public(host: str) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in _PUBLIC_HOSTS)


def _named_host(found: re.Match[str]) -> str:
    name = found[2].lower()
    return found[0] if name in ("localhost", "none", "null", "true", "false") else f"{found[1]}<host>"


def _paths(text: str) -> str:
    text = re.sub(_WINDOWS_HOME, r"<path>", text)
    text = re.sub(r"<path>[\\/]+(?:[^\\/\s\"'<>|:*?\n]{1,100}[\\/]+){0,30}", "<path>/", text)
    text = re.sub(_WINDOWS_PATH, "<path>/", text)
    text = re.sub(_HOME, "<path>", text)
    return re.sub(_PATH, _without_folders, text)


def _without_folders(found: re.Match[str]) -> str:
    """Shorten a path to what is public of it: folders of the system, and what lies within an installed package."""
    path = found[0]
    for folder in _PACKAGES:
        if folder in path:
            return "<path>/" + path[path.index(folder) :]
    return path if path.startswith(_PUBLIC_ROOTS) else "<path>/"
