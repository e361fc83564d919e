"""Entries in the vocabulary of schema.org, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .escape import plain
from .index import page_of

if TYPE_CHECKING:
    from ..models import Challenge, Mitigation
    from .index import Entry, Index
    from .project import Project

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def challenge_data(challenge: Challenge, index: Index, project: Project) -> dict[str, Any]:
    """Describe a challenge as a TechArticle."""
    cited = (index.references[key] for key in challenge.references)
    return _base(challenge, project, "TechArticle", "headline") | {
        "keywords": [challenge.area, challenge.group, challenge.impact, *challenge.variability],
        "citation": [reference.address for reference in cited if reference.address],
        "mentions": [_mention(index.mitigations[link.id], project) for link in challenge.mitigations],
    }


def mitigation_data(mitigation: Mitigation, project: Project) -> dict[str, Any]:
    """Describe a mitigation as a HowTo."""
    steps = enumerate(mitigation.steps, 1)
    return _base(mitigation, project, "HowTo", "name") | {
        "step": [{"@type": "HowToStep", "position": place, "text": plain(step.do)} for place, step in steps],
    }


def catalogue_data(project: Project) -> dict[str, Any]:
    """Describe the whole catalogue as a Dataset."""
    files = {"application/json": "api/v1/catalogue.json", "application/vnd.sqlite3": "downloads/catalogue.sqlite"}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "repro-kb catalogue",
        "description": "Reproducibility challenges of deep learning, how to recognise them, and mitigations in the order to try them.",
        "url": project.page_url("challenges/index.html"),
        "version": project.version,
        "license": _LICENCE,
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": form, "contentUrl": project.page_url(path)}
            for form, path in files.items()
        ],
    }


def _base(entry: Entry, project: Project, kind: str, title: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": kind,
        title: plain(entry.title),
        "description": plain(entry.summary),
        "identifier": entry.id,
        "url": project.page_url(page_of(entry)),
        "version": project.version,
        "license": _LICENCE,
        "isPartOf": {"@type": "WebSite", "name": "repro-kb", "url": project.site_url},
    }


def _mention(mitigation: Mitigation, project: Project) -> dict[str, str]:
    return {"@type": "HowTo", "name": plain(mitigation.title), "url": project.page_url(page_of(mitigation))}
