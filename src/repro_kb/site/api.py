"""The catalogue as data: static JSON, its schemas, CSV tables, and a map for language models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..schema import load_schema
from .escape import plain
from .index import kind_of, page_of
from .openapi import describe
from .tables import csv_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .index import Entry, Index
    from .project import Project

VERSION = "v1"
KINDS = ("challenge", "mitigation", "references", "case", "poster", "lexicon", "background")


def api_files(index: Index, project: Project) -> Iterator[tuple[str, str]]:
    """Yield everything that is for machines."""
    catalogue = index.catalogue
    root = f"api/{VERSION}"
    for entry in catalogue:
        yield f"{root}/{kind_of(entry)}s/{entry.id}.json", dump(entry_data(entry, index, project))
    yield f"{root}/index.json", dump(index_data(index, project))
    yield f"{root}/catalogue.json", dump(catalogue_data(index, project))
    yield f"{root}/references.json", dump([reference.to_fields() for reference in catalogue.references])
    yield f"{root}/openapi.json", dump(describe(project))
    for kind in KINDS:
        yield f"schemas/{kind}.schema.json", dump(load_schema(kind))
    yield from csv_tables(catalogue)


def dump(data: object) -> str:
    """Write plain data as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def entry_data(entry: Entry, index: Index, project: Project) -> dict[str, Any]:
    """Give the fields of an entry's YAML file, with what its place says and what points to it."""
    kind = kind_of(entry)
    required: dict[str, Any] = {
        name: [] for name in load_schema(kind)["required"]
    }  # lists that may be empty; the others are always there
    data: dict[str, Any] = required | entry.to_fields() | {"kind": kind, "url": project.page_url(page_of(entry))}
    if kind == "mitigation":
        helped = index.helped(entry.id)
        data["challenges"] = [{"id": found.id, "rank": rank, "how": link.how} for found, rank, link in helped]
    return data


def index_data(index: Index, project: Project) -> dict[str, Any]:
    """List all entries with what a list shows, and where former ids lead."""
    catalogue = index.catalogue
    return {
        "version": project.version,
        "entries": [_line(entry, project) for entry in catalogue],
        "former_ids": {former: entry.id for entry in catalogue for former in entry.former_ids},
    }


def catalogue_data(index: Index, project: Project) -> dict[str, Any]:
    """Give the whole catalogue in one object."""
    catalogue = index.catalogue
    return {
        "version": project.version,
        "challenges": [entry_data(entry, index, project) for entry in catalogue.challenges],
        "mitigations": [entry_data(entry, index, project) for entry in catalogue.mitigations],
        "references": [reference.to_fields() for reference in catalogue.references],
        "poster": [point.to_fields() for point in catalogue.poster],
        "cases": [case.to_fields() for case in catalogue.cases],
    }


def _line(entry: Entry, project: Project) -> dict[str, str]:
    return {
        "id": entry.id,
        "kind": kind_of(entry),
        "area": entry.area,
        "title": plain(entry.title),
        "url": project.page_url(page_of(entry)),
        "json": project.page_url(f"api/{VERSION}/{kind_of(entry)}s/{entry.id}.json"),
    }
