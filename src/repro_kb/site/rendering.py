"""The Jinja environment: templates that escape by themselves, with the filters of `escape` and `labels`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from .bibliography import format_reference
from .escape import finish, heading, inline, link_entries, meta, paragraphs, plain, script_data
from .labels import label, report_name
from .packages import anchor

if TYPE_CHECKING:
    from .index import Index


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("repro_kb.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "anchor": anchor,
        "heading": heading,
        "inline": inline,
        "label": label,
        "meta": meta,
        "paragraphs": paragraphs,
        "plain": plain,
        "reference": format_reference,
        "report": report_name,
        "script_data": script_data,
    }
    return environment


def render(template: str, index: Index | None = None, **values: Any) -> str:
    """Fill a template of `templates/` in; ids of entries of the index become links."""
    page = _environment().get_template(template).render(**values)
    return finish(link_entries(page, index.addresses) if index else page)
