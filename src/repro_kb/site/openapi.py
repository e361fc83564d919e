"""The description of the static API in OpenAPI 3.1, made from the catalogue's own schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..schema import load_schema, referred

if TYPE_CHECKING:
    from .project import Project

_ID = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "description": "Id of an entry."}
_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "format": "uri", "description": "Page of the entry."}
_AREA = {"enum": ["dataset", "methodology", "infrastructure"]}
_VERSION = {"type": "string", "description": "Version of repro-kb and of its catalogue."}


def describe(project: Project) -> dict[str, Any]:
    """Describe all addresses below `api/v1/`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "repro-kb catalogue",
            "version": project.version,
            "summary": "Reproducibility challenges in deep learning and their mitigations, as static JSON.",
            "license": {"name": "CC-BY-4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": project.page_url("api/v1")}],
        "paths": {
            "/catalogue.json": _path("The whole catalogue", "Catalogue"),
            "/index.json": _path("All entries in short, and where former ids lead", "Index"),
            "/references.json": _path("All references as CSL items", "References"),
            "/challenges/{id}.json": _path("One challenge", "Challenge", parameter=True),
            "/mitigations/{id}.json": _path("One mitigation", "Mitigation", parameter=True),
        },
        "components": {"schemas": components()},
    }


def components() -> dict[str, Any]:
    """Give the schema of every answer, by name."""
    helped = _list(_object(id=_ID, rank={"type": "integer", "minimum": 1}, how=_TEXT))
    line = _object(
        id=_ID, kind={"enum": ["challenge", "mitigation"]}, area=_AREA, title=_TEXT, url=_ADDRESS, json=_ADDRESS
    )
    former = {"type": "object", "additionalProperties": _ID}
    return {
        "Challenge": _entry("challenge"),
        "Mitigation": _entry("mitigation", challenges=helped),
        "References": load_schema("references")["properties"]["references"],
        "PosterPoint": load_schema("poster")["properties"]["points"]["items"],
        "Case": _with(load_schema("case"), id=_ID),
        "Index": _object(version=_VERSION, entries=_list(line), former_ids=former),
        "Catalogue": _object(
            version=_VERSION,
            challenges=_list(_ref("Challenge")),
            mitigations=_list(_ref("Mitigation")),
            references=_ref("References"),
            poster=_list(_ref("PosterPoint")),
            cases=_list(_ref("Case")),
        ),
    }


def _entry(kind: str, **more: Any) -> dict[str, Any]:
    return _with(load_schema(kind), id=_ID, area=_AREA, kind={"const": kind}, url=_ADDRESS, **more)


def _with(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Add required properties to a schema of a YAML file, which then stands alone no longer."""
    kept = {key: value for key, value in schema.items() if key not in ("$schema", "$id", "$defs")}
    inlined: dict[str, Any] = _inline(kept, schema.get("$defs", {}))
    required = [*schema["required"], *(name for name in more if name not in schema["required"])]
    return inlined | {"properties": inlined["properties"] | more, "required": required}


def _inline(value: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if "$ref" in value:
            return _inline(referred(value["$ref"], definitions), definitions)
        return {key: _inline(part, definitions) for key, part in value.items()}
    return [_inline(part, definitions) for part in value] if isinstance(value, list) else value


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _path(summary: str, schema: str, *, parameter: bool = False) -> dict[str, Any]:
    answer = {"description": summary, "content": {"application/json": {"schema": _ref(schema)}}}
    missing = {"description": "No such entry; former ids are listed in /index.json"}
    responses = {"200": answer} | ({"404": missing} if parameter else {})
    get = {"summary": summary, "operationId": f"get{schema}", "responses": responses}
    named = [{"name": "id", "in": "path", "required": True, "schema": _ID}]
    return {"get": get, "parameters": named} if parameter else {"get": get}
