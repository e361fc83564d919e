"""The JSON Schemas of the catalogue's files, and what a document breaks of them in words of our own."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from . import schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .document import Document
    from .models import Problem

    ValidationError = Any  # typed as "anything or unset" throughout, which says nothing and costs a cast at each use

KINDS = ("challenge", "mitigation", "references", "case", "poster", "lexicon", "background")
# What an entry of a layer may add to the entry of the same id beneath it.
ADDABLE = (
    "applies_to",
    "checks",
    "mitigations",
    "related",
    "references",
    "reports",
    "signatures",
    "symptoms",
    "imagined",
    "steps",
    "caveats",
    "ignore",
)


@cache
def load_schema(kind: str) -> dict[str, Any]:
    """Read the JSON Schema of a kind of file: one of `KINDS`."""
    text = (files(schemas) / f"{kind}.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def referred(reference: str, definitions: dict[str, Any]) -> dict[str, Any]:
    """Find the definition that a reference such as `#/$defs/id` names."""
    found: dict[str, Any] = definitions[reference.rpartition("/")[2]]
    return found


@cache
def extension_schema(kind: str) -> dict[str, Any]:
    """Make the schema of what adds to an entry of the catalogue beneath: its lists, none required, of any length."""
    schema = load_schema(kind)
    lists = {key: value for key, value in schema["properties"].items() if key in ADDABLE}
    shorter = {
        key: {name: limit for name, limit in value.items() if name != "minItems"} for key, value in lists.items()
    }
    return schema | {"required": ["extends"], "properties": {"extends": {"const": True}, **shorter}}


@cache
def _validator(kind: str, extends: bool) -> Draft202012Validator:
    return Draft202012Validator(extension_schema(kind) if extends else load_schema(kind))


def iter_problems(kind: str, document: Document, *, extends: bool = False) -> Iterator[Problem]:
    """Yield what a document breaks of its schema, each at its line and column."""
    errors = _validator(kind, extends).iter_errors(document.value)
    # jsonschema reports each missing key apart, with the list of all required ones: say each once.
    yield from dict.fromkeys(problem for error in errors for problem in _explain(error, document))


def did_you_mean(word: str, known: list[str]) -> str:
    """Name the known word that is nearest to a misspelt one, as the end of a message."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" Did you mean `{near[0]}`?" if near else ""


def _explain(error: ValidationError, document: Document) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    if error.validator == "anyOf" and all(nested.validator == "required" for nested in error.context):
        keys = ", ".join(f"`{key}`" for choice in error.validator_value for key in choice["required"])
        yield document.problem(path, "RKB101", f"one of the keys {keys} is missing. Give at least one of them.")
    elif error.validator == "oneOf":
        keys = ", ".join(f"`{key}`" for choice in error.validator_value for key in choice["required"])
        yield document.problem(path, "RKB101", f"{_name(path)} needs exactly one of the keys {keys}.")
    elif error.validator == "anyOf":
        others = {e.schema_path[0] for e in error.context if len(e.path) == 0 and e.validator == "type"}
        fitting = [e for e in error.context if e.schema_path[0] not in others] or error.context[:1]
        for nested in fitting:
            yield from _explain(nested, document)
    elif error.validator == "additionalProperties":
        known = sorted(error.schema["properties"])
        for key in sorted(set(error.instance) - set(known)):
            nearest = did_you_mean(key, known) or f" Known keys: {', '.join(known)}."
            yield document.problem(path, "RKB102", f"unknown key `{key}`.{nearest}", key=key)
    elif error.validator == "required":
        for key in (key for key in error.validator_value if key not in error.instance):
            about = error.schema["properties"].get(key, {}).get("description", "")
            yield document.problem(path, "RKB101", f"the key `{key}` is missing. {about}".rstrip())
    else:
        code, message = _MESSAGES.get(str(error.validator), _other)(error)
        yield document.problem(path, code, f"{_name(path)} {message}")


def _name(path: tuple[str | int, ...]) -> str:
    words = [f"item {part + 1}" if isinstance(part, int) else f"`{part}`" for part in path]
    return " ".join(words[-2:]) or "the file"


def _shorten(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _type(error: ValidationError) -> tuple[str, str]:
    names = {
        "array": "a list (lines that start with `- `)",
        "object": "a mapping (`key: value` lines)",
        "string": "text",
        "boolean": "true or false",
    }
    return "RKB103", f"is {_shorten(error.instance)}, and {names[error.validator_value]} is expected."


def _enum(error: ValidationError) -> tuple[str, str]:
    known = [str(value) for value in error.validator_value]
    nearest = did_you_mean(str(error.instance), known) or f" Expected one of: {', '.join(known)}."
    return "RKB104", f"is {_shorten(error.instance)}, which is not in the list.{nearest}"


def _const(error: ValidationError) -> tuple[str, str]:
    return "RKB104", f"is {_shorten(error.instance)}, and {json.dumps(error.validator_value)} is expected."


def _too_little(error: ValidationError) -> tuple[str, str]:
    unit = "characters" if isinstance(error.instance, str) else "items"
    return (
        "RKB105",
        f"has {len(error.instance)} {unit}, and at least {error.validator_value} are expected. {error.schema.get('description', '')}".rstrip(),
    )


def _too_much(error: ValidationError) -> tuple[str, str]:
    unit = "characters" if isinstance(error.instance, str) else "items"
    return "RKB106", f"has {len(error.instance)} {unit}, and at most {error.validator_value} are allowed."


def _pattern(error: ValidationError) -> tuple[str, str]:
    example = error.schema.get("examples", [""])[0]
    return "RKB107", f"is {_shorten(error.instance)}. {error.schema.get('description', '')} Example: {example}"


def _repeated(error: ValidationError) -> tuple[str, str]:
    repeated = sorted({str(item) for item in error.instance if error.instance.count(item) > 1})
    return "RKB108", f"lists {', '.join(repeated)} more than once."


def _other(error: ValidationError) -> tuple[str, str]:
    return "RKB109", error.message


_MESSAGES: dict[str, Callable[[ValidationError], tuple[str, str]]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minLength": _too_little,
    "minItems": _too_little,
    "minProperties": _too_little,
    "maxLength": _too_much,
    "maxItems": _too_much,
    "maxProperties": _too_much,
    "pattern": _pattern,
    "uniqueItems": _repeated,
}
