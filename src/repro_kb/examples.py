"""What the ranking learns from: the texts of a catalogue, each with the challenge that it speaks of."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from .features import features
from .normalise import split_lines
from .ranking import FIRST, INSIDE, OUTSIDE
from .record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .lexicon import Lexicon
    from .models import Catalogue, Challenge


class Example(Record):
    """A text to learn from.

    Attributes:
        features: Its features, each with the word that it came from.
        numbers: Numbers of the classes that it speaks of, of the first above all.
        weight: How much it counts.
    """

    features: Mapping[str, str]
    numbers: tuple[int, ...]
    weight: float

    def shares(self) -> Iterator[tuple[int, float]]:
        """Yield the part that each class has in the text; they add up to one."""
        first, *others = self.numbers
        yield first, 1 - ALSO if others else 1.0
        yield from ((number, ALSO / len(others)) for number in others)


# What a text of each part of an entry counts. Symptoms and output are what people write; the rest is how we write.
# Symptoms in another language are few, and share no word with the others.
WEIGHTS = {
    "symptom": 1.0,
    "foreign": 2.5,
    "output": 1.0,
    "title": 1.0,
    "summary": 0.5,
    "causes": 0.3,
    "checks": 0.3,
    "how": 0.2,
    "fix": 0.3,
    "outside": 1.0,
    "inside": 0.5,
}
BACKGROUND = {"outside": OUTSIDE, "inside": INSIDE}  # the class of each part of the texts without a challenge
IMAGINED = 0.5  # of a wording's weight, where nobody was seen to write it
ALSO = 0.35  # the part of the other challenges that a wording speaks of


def iter_texts(challenge: Challenge) -> Iterator[tuple[str, str]]:
    """Yield the texts of a challenge apart from its symptoms, each with the part of the entry that it stands in."""
    yield from (("output", text) for signature in challenge.signatures for text in signature.matches)
    yield "title", challenge.title
    yield "title", challenge.id.replace("-", " ")
    yield from (("summary", sentence) for sentence in challenge.summary.split(". "))
    yield from (("causes", paragraph) for paragraph in challenge.causes.split("\n\n"))
    yield from (("checks", f"{check.do}. {check.then}") for check in challenge.checks)
    yield from (("how", link.how) for link in challenge.mitigations)


def iter_examples(catalogue: Catalogue) -> Iterator[Example]:
    """Yield the examples of a catalogue, in its order: texts without a challenge first, then challenge by challenge."""
    lexicon = catalogue.lexicon
    titles = {mitigation.id: mitigation.title for mitigation in catalogue.mitigations}
    numbers = {challenge.id: number for number, challenge in enumerate(catalogue.challenges, FIRST)}
    for part, texts in catalogue.background.to_fields().items():
        for text in texts:
            yield Example(features=_features(text, lexicon), numbers=(BACKGROUND[part],), weight=WEIGHTS[part])
    for challenge in catalogue.challenges:
        own = (numbers[challenge.id],)
        wordings = (*((s, 1.0) for s in challenge.symptoms), *((s, IMAGINED) for s in challenge.imagined))
        for symptom, part in wordings:
            weight = WEIGHTS["symptom" if symptom.language == "en" else "foreign"] * part
            spoken = own + tuple(numbers[entry] for entry in symptom.also)
            yield Example(features=_features(symptom.text, lexicon), numbers=spoken, weight=weight)
        remedies = (("fix", titles[link.id]) for link in challenge.mitigations)  # people name what they have in mind
        for part, text in (*iter_texts(challenge), *remedies):
            yield Example(features=_features(text, lexicon), numbers=own, weight=WEIGHTS[part])


def count_holders(examples: Iterable[Example]) -> dict[str, int]:
    """Count the examples that hold each feature."""
    return Counter(chain.from_iterable(example.features for example in examples))


def _features(text: str, lexicon: Lexicon) -> dict[str, str]:
    return features(split_lines(text), lexicon)
