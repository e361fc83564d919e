"""The rules of the checker as pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..findings import visible
from ..markdown import fence
from ..rulebook import RULES
from .escape import meta

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..rulebook import Rule

_FAMILIES = (("RKB0", "Form of a file"), ("RKB1", "Fields"), ("RKB2", "Links and contents"))
_HEAD = """\
---
description: {description}
source: src/repro_kb/rulebook.py
search:
  exclude: true
---
"""
_INTRODUCTION = """\
# Rules

What `repro-kb validate` checks. An error keeps an entry out of the catalogue; a warning weakens it, and fails the run
with `--strict` only. `repro-kb validate --explain CODE` shows a rule in the terminal."""


def iter_rule_pages() -> Iterator[tuple[str, str]]:
    """Yield the path of each page below the site, and its Markdown: the overview first, then a page for each rule."""
    yield "rules/index.md", render_overview()
    yield from ((f"rules/{rule.code.lower()}.md", render_rule(rule)) for rule in RULES)


def _head(description: str) -> str:
    return _HEAD.format(description=meta(description))


def render_overview() -> str:
    """Render the table of all rules."""
    lines = [
        _head("The rules of `repro-kb validate`, each with its meaning, its remedy and an example."),
        _INTRODUCTION,
    ]
    for prefix, heading in _FAMILIES:
        lines += ["", f"## {heading}", "", "| Rule | What is wrong | Severity |", "| --- | --- | --- |"]
        rules = (rule for rule in RULES if rule.code.startswith(prefix))
        lines += [f"| [{rule.code}]({rule.code.lower()}.md) | {rule.title} | {rule.severity} |" for rule in rules]
    return "\n".join([*lines, ""])


def render_rule(rule: Rule) -> str:
    """Render the page of a rule."""
    lines = [
        _head(f"{rule.code} of `repro-kb validate`: {rule.title}."),
        f"# {rule.code}: {rule.title}",
        "",
        f"*{rule.severity.capitalize()}.* {rule.meaning}",
    ]
    lines += ["", "## How to mend it", "", rule.mend]
    if rule.ignorable:
        ignore = f"ignore:\n  - rule: {rule.code}\n    reason: why it does not hold in this entry"
        lines += ["", "An entry that breaks the rule on purpose says so, with its reason:", *fence(ignore, "yaml")]
    if rule.example:
        lines += ["", "## An example that breaks it", "", f"In `{rule.file}`:", *fence(visible(rule.example), "yaml")]
        lines += ["`repro-kb validate` says:", *fence(f"{rule.code} {rule.says}", "text")]
    return "\n".join([*lines, ""])
