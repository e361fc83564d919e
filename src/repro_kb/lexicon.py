"""Words of the field: which word is a metric, a data set, a library, and which words mean the same.

People write "my FID is 21, the README says 14" and never the word metric; the lexicon lets the ranking learn from the
kind of a word as well as from the word.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from .normalise import CACHED
from .record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILES = frozenset(
    "py ipynb sh yml yaml json txt csv pt pth ckpt h5 pkl zip tar gz np npz npy mat cpp cu so dll toml cfg".split()
)
_EXCEPTIONS = ("error", "exception", "warning")
_CENTURIES = ("19", "20")


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


@lru_cache(maxsize=CACHED)
def _form(word: str) -> str:
    if word.isdigit():
        return "year" if len(word) == 4 and word.startswith(_CENTURIES) else "number"
    if word.endswith(_EXCEPTIONS):
        return "exception"
    parts = word.split(".")
    if len(parts) > 1 and parts[-1] in _FILES:
        return "file"
    if parts[0].removeprefix("v").isdigit() and len(parts) > 1:
        return "decimal" if len(parts) == 2 and parts[1].isdigit() else "version"
    return ""
