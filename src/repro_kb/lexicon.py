"""Words of the field: which word is a metric, a data set, a library, and which words mean the same.

People write "my FID is 21, the README says 14" and never the word metric; the lexicon lets the ranking learn from the
kind of a word as well as from the word.
"""

from __future__ import annotations

import re
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from .record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = re.compile(
    r"[a-z0-9_.+-]*\.(py|ipynb|sh|ya?ml|json|txt|csv|pth?|ckpt|h5|pkl|zip|tar|gz|npz?|mat|cpp|cu|so|dll|toml|cfg)"
)
_VERSION = re.compile(r"v?[0-9]+(?:\.[0-9]+){2,}[a-z0-9.+-]*")
_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_EXCEPTION = re.compile(r"[a-z.]*(?:error|exception|warning)")


class Lexicon(Record):
    """Words by kind (metric, dataset, model, library, device, host) and synonyms by the word that stands for them."""

    kinds: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    synonyms: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @classmethod
    def from_fields(cls, fields: Mapping[str, Mapping[str, list[str]]]) -> Lexicon:
        """Make the record from the mapping that lexicon.yml holds."""
        kinds = {kind: tuple(words) for kind, words in fields.get("kinds", {}).items()}
        synonyms = {word: tuple(others) for word, others in fields.get("synonyms", {}).items()}
        return cls(kinds=kinds, synonyms=synonyms)

    def to_fields(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Turn the record into the mapping that lexicon.yml holds."""
        return {"kinds": dict(self.kinds), "synonyms": dict(self.synonyms)}

    @cached_property
    def _kind_of(self) -> dict[str, str]:
        return {word: kind for kind, words in self.kinds.items() for word in words}

    @cached_property
    def _meaning(self) -> dict[str, str]:
        return {other: word for word, others in self.synonyms.items() for other in others}

    def meaning(self, word: str) -> str:
        """Give the word, or words, that stand for a word and its synonyms."""
        return self._meaning.get(word, word)

    def kind(self, word: str) -> str:
        """Tell the kind of a word: from the lists, else from its form; empty if it has none."""
        listed = self._kind_of.get(word)
        return listed or _form(word)


def _form(word: str) -> str:
    if word.isdigit():
        return "year" if _YEAR.fullmatch(word) else "number"
    forms = ((_VERSION, "version"), (_DECIMAL, "decimal"), (_FILE, "file"), (_EXCEPTION, "exception"))
    return next((kind for pattern, kind in forms if pattern.fullmatch(word)), "")
