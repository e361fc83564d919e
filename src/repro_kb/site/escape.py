"""Text of the catalogue made safe for each place that it is put in.

Pages are Markdown files whose headings are Markdown and whose rest is HTML. In both, characters that either language
reads as a sign are written as numbers, so that no text can become a tag, a link, a fence or an attribute list.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE = re.compile(r"`([^`\n]+)`")
_ID_AS_CODE = re.compile(r"<code>([a-z0-9]+(?:-[a-z0-9]+)+)</code>")
_MARKDOWN_SIGNS = re.compile(r"[^A-Za-z0-9\s,;?%/=-]")
_META_SIGNS = str.maketrans({'"': "'", "<": "‹", ">": "›", "&": "and", "~": "∼", "\\": "/"})
_SCRIPT_SIGNS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&`~\u2028\u2029"}


def inline(text: str) -> Markup:
    """Turn a sentence into HTML; what stands between backticks becomes code."""
    parts = _CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def paragraphs(text: str) -> Markup:
    """Turn text into HTML paragraphs, which empty lines separate."""
    found = (part.strip() for part in re.split(r"\n\s*\n", text))
    return Markup("\n").join(Markup("<p>{}</p>").format(inline(part)) for part in found if part)


def heading(text: str) -> Markup:
    """Turn text into the text of a Markdown heading, every sign of Markdown and HTML written as a number."""
    line = " ".join(text.replace("`", "").split())
    return Markup(_MARKDOWN_SIGNS.sub(lambda sign: f"&#{ord(sign[0])};" if sign[0].isascii() else sign[0], line))  # noqa: S704


def plain(text: str) -> str:
    """Turn text into one line without backticks, for titles, attributes and data."""
    return " ".join(text.replace("`", "").split())


def meta(text: str, limit: int = 200) -> Markup:
    """Turn text into a quoted YAML value that is also safe inside an HTML attribute in double quotes."""
    line = plain(text).translate(_META_SIGNS)
    short = line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    return Markup(json.dumps(short, ensure_ascii=False))  # noqa: S704


def script_data(data: object) -> Markup:
    """Write plain data as JSON that cannot end the script element around it."""
    return Markup(json.dumps(data, ensure_ascii=False, indent=1).translate(_SCRIPT_SIGNS))  # noqa: S704


def link_entries(page: str, addresses: Mapping[str, str]) -> str:
    """Turn each code that is nothing but the id of an entry into a link to it."""

    def link(code: re.Match[str]) -> str:
        address = addresses.get(code[1])
        return f'<a href="../{address}">{code[0]}</a>' if address else code[0]

    return _ID_AS_CODE.sub(link, page)


def finish(page: str) -> str:
    """Write the signs that start a fence as numbers: nothing of ours needs them, and a log may hold them."""
    return page.replace("`", "&#96;").replace("~", "&#126;")
