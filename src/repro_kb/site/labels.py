"""The catalogue's short values as people read them."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..markdown import FIDELITY, IMPACT

AREA = {
    "dataset": "Dataset",
    "methodology": "Methodology",
    "infrastructure": "Infrastructure",
}
VARIABILITY = {
    "dataset": "Dataset",
    "architecture": "Architecture",
    "optimisation": "Optimisation procedure",
    "hyperparameters": "Hyperparameters",
    "implementation": "Implementation and infrastructure",
}
ACTION = {
    "prevent": "Prevent",
    "detect": "Detect",
    "repair": "Repair",
    "disclose": "Disclose",
    "accept": "Accept",
}
EFFORT = {"minutes": "takes minutes", "hours": "takes hours", "days": "takes days"}
FAIR = {
    "F1": "Data have a globally unique and persistent identifier",
    "F2": "Data are described with rich metadata",
    "F3": "Metadata name the identifier of the data that they describe",
    "F4": "Metadata are indexed in a searchable resource",
    "A1": "Data can be retrieved by their identifier with a standard protocol",
    "A1.1": "The protocol is open and free",
    "A1.2": "The protocol allows authentication where it is needed",
    "A2": "Metadata stay available when the data no longer are",
    "I1": "Metadata use a formal, shared language",
    "I2": "Metadata use vocabularies that are FAIR themselves",
    "I3": "Metadata link to other data in a qualified way",
    "R1": "Data are described by many accurate and relevant attributes",
    "R1.1": "A clear licence says how data may be used",
    "R1.2": "Provenance says where data come from and what was done to them",
    "R1.3": "Data and metadata meet the standards of their community",
}
_GROUP = {"api-changes": "API changes", "documentation-and-fair": "Documentation and FAIR", "code": "Bugs and code"}
_ALL = {"group": _GROUP, "impact": IMPACT, "fidelity": FIDELITY, "effort": EFFORT, "area": AREA, "action": ACTION} | {
    "variability": VARIABILITY,
    "fair": FAIR,
}


def label(value: str, kind: str) -> str:
    """Give the words for a value of a kind such as `impact`; a `group` is its id with spaces."""
    known = _ALL.get(kind, {})
    return known[value] if value in known else value.replace("-", " ").capitalize()


def report_name(address: str) -> str:
    """Name a public thread shortly: `owner/name#12`, or its host."""
    parts = urlsplit(address)
    words = parts.path.strip("/").split("/")
    if parts.hostname == "github.com" and len(words) == 4:  # owner, name, issues or pull, number
        return f"{words[0]}/{words[1]}#{words[3]}"
    return parts.hostname or address
