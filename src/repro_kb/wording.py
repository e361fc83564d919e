"""What only weakens a catalogue: wordings that stand twice, templates that fire on a neighbour's output, placeholders."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from .models import wording
from .normalise import split_lines
from .rules import hits
from .signatures import Template, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .models import Problem
    from .rules import Source

    Path = tuple[str | int, ...]

_NEAR = 0.8  # share of character 4-grams from which on two wordings are the same one
_STANDS_FOR_TEXT = re.compile(
    r"\W*(?:TODO|FIXME|TBD)\b|(?i:[<(\[{]? ?fill in(?: this| here)?\W*$|[<(\[{] ?fill in\b|.*\blorem ipsum\b)|\.\.\.$",
    re.DOTALL,
)
_STANDS_IN_PROSE = re.compile(r"\b(?:TODO|FIXME|TBD)\b")
_CODE = re.compile(r"`[^`]*`")
_PROSE = frozenset(["title", "summary", "causes", "do", "then", "how", "expect", "note", "caveats"])


def check_wording(sources: Sequence[Source]) -> list[Problem]:
    """Check the wordings and log templates of challenges against each other."""
    challenges = [source for source in sources if source.sound and source.kind == "challenge"]
    return [*_repeated_symptoms(challenges), *_near_symptoms(challenges), *_crossing_templates(challenges)]


def check_placeholders(sources: Sequence[Source]) -> Iterator[Problem]:
    """Find the texts that are still to be written."""
    for source in sources:
        for path, text in iter_texts(source.document.value) if source.own else ():
            if is_placeholder(text, prose=any(part in _PROSE for part in path)):
                message = f"{' '.join(text.split())[:60]!r} holds the place of a text. Write it, or remove the key."
                yield source.document.problem(path, "RKB219", message)


def is_placeholder(text: str, *, prose: bool = False) -> bool:
    """Tell whether a text holds the place of one that is still to be written.

    What people say and what machines print may well speak of a TODO: in those only a text that begins with it counts.
    """
    return bool(_STANDS_FOR_TEXT.match(text) or (prose and _STANDS_IN_PROSE.search(_CODE.sub("", text))))


def iter_texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text of a document with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from iter_texts(part, (*path, key))


def _wordings(source: Source) -> list[tuple[tuple[str, int], str]]:
    """List the wordings of a challenge with their places; those still to be written are another rule's."""
    texts = ((place, wording(symptom)) for place, symptom in source.wordings())
    return [(place, _plain(text)) for place, text in texts if not is_placeholder(text)]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9\u3400-\u9fff]+", text.lower()))


def _repeated_symptoms(challenges: Sequence[Source]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source in challenges:
        for place, text in _wordings(source):
            owner = first.setdefault(text, source.id)
            if owner != source.id and source.own:
                yield source.document.problem(
                    place, "RKB214", f"`{owner}` has the same wording. Keep it where it fits best."
                )


def _near_symptoms(challenges: Sequence[Source]) -> Iterator[Problem]:
    by_entry: dict[str, list[tuple[Source, tuple[str, int], set[str]]]] = defaultdict(list)
    for source in challenges:
        for place, text in _wordings(source):
            grams = {text[i : i + 4] for i in range(max(1, len(text) - 3))}
            by_entry[source.id].append((source, place, grams))
    for wordings in by_entry.values():
        for m, n in near_pairs([grams for _, _, grams in wordings]):
            (_, (key, number), _), (source, place, _) = wordings[m], wordings[n]
            if source.own:
                where = f"item {number + 1}" + (f" of `{key}`" if key != place[0] else "")
                yield source.document.problem(
                    place, "RKB213", f"is nearly the same as {where}. Say it differently or remove it."
                )


def near_pairs(wordings: Sequence[set[str]]) -> list[tuple[int, int]]:
    """Find the pairs that are nearly the same, without comparing all.

    Two sets that share most of their members share one of their rarest, so many as could be missing in the other
    and one more (the prefix filter of Chaudhuri, Ganti and Kaushik 2006).
    """
    often = Counter(gram for grams in wordings for gram in grams)
    holders: dict[str, list[int]] = defaultdict(list)
    pairs = set()
    for n, grams in enumerate(wordings):
        rarest = sorted(grams, key=lambda gram: (often[gram], gram))[: len(grams) - int(_NEAR * len(grams)) + 1]
        for gram in rarest:
            pairs |= {(m, n) for m in holders[gram]}
            holders[gram].append(n)
    return sorted((m, n) for m, n in pairs if is_near(wordings[m], wordings[n]))


def is_near(one: set[str], other: set[str]) -> bool:
    """Tell whether two sets of letter groups are those of nearly the same wording."""
    if min(len(one), len(other)) <= _NEAR * max(len(one), len(other)):  # most pairs, without a look at the letters
        return False
    return len(one & other) > _NEAR * len(one | other)


def _crossing_templates(challenges: Sequence[Source]) -> Iterator[Problem]:
    related: dict[str, set[str]] = defaultdict(set)
    for source in challenges:
        for entry in source.items("related"):
            related[source.id].add(entry)
            related[entry].add(source.id)
    outputs = list(_outputs(challenges))
    for source in challenges:
        for n, signature in enumerate(source.items("signatures")):
            template = None if signature.get("weak") else Template.parse(signature["template"])
            for other, path, text, words in outputs if template else ():
                strangers = other.id != source.id and other.id not in related[source.id]
                if template and strangers and (source.own or other.own) and _may_hit(template, words, text):
                    yield _crossing(source, ("signatures", n, "template"), other, path, text)


def _outputs(challenges: Sequence[Source]) -> Iterator[tuple[Source, Path, str, frozenset[str]]]:
    for source in challenges:
        for n, signature in enumerate(source.items("signatures")):
            for k, text in enumerate(signature["matches"]):
                words = frozenset(word for line in split_lines(text) for word in words_of(line))
                yield source, ("signatures", n, "matches", k), text, words


def _may_hit(template: Template, words: frozenset[str], text: str) -> bool:
    try:
        return not template.anchors.isdisjoint(words) and hits(template, text)
    except ValueError:  # no word to look for: a problem of its own
        return False


def _crossing(source: Source, path: Path, other: Source, output: Path, text: str) -> Problem:
    """Report at the template, or at the output where the template lies beneath a layer."""
    if source.own:
        message = f"also matches output of `{other.id}`: {text.splitlines()[0][:80]!r}. Sharpen it, mark it weak, or relate the two."
        return source.document.problem(path, "RKB212", message)
    message = f"a log template of `{source.id}` matches this too. Relate the two, or remove it."
    return other.document.problem(output, "RKB212", message)
