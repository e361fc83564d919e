"""Frozen, keyword-only records: what the rest of the package passes around past the loader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import UnknownEntryError
from .lexicon import Lexicon
from .record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Fields = Mapping[str, Any]

AREAS = ("dataset", "methodology", "infrastructure")
LAYER = "layer.yml"  # marks a folder that is laid over the catalogue beneath it


class Problem(Record):
    """One thing that is wrong in one file of a catalogue.

    Attributes:
        file: Path as the user gave it.
        line: Line, counted from 1.
        column: Column, counted from 1.
        code: Stable code of the rule, such as `RKB104`.
        message: What was found, what was expected and how to mend it.
    """

    file: str
    line: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"


class Signature(Record):
    """A log template with output that it must match and near-misses that it must reject."""

    template: str
    matches: tuple[str, ...]
    rejects: tuple[str, ...]
    evidence: str
    weak: bool = False
    source: str = ""


class Symptom(Record):
    """A wording of somebody who is stuck.

    Attributes:
        text: What is said.
        language: An ISO 639-1 code.
        also: Other challenges that it may speak of as well.
    """

    text: str
    language: str = "en"
    also: tuple[str, ...] = ()

    def to_fields(self) -> Any:
        """Turn the symptom into a text, or a mapping from its language to the text."""
        if self.language == "en" and not self.also:
            return self.text
        return {self.language: self.text} | ({"also": list(self.also)} if self.also else {})


class Check(Record):
    """A look or a command, and what each outcome means."""

    do: str
    then: str
    run: str = ""
    lang: str = "sh"


class Step(Record):
    """One action of a mitigation. `run`, where there is one, can be pasted; it is never executed here."""

    do: str
    run: str = ""
    lang: str = "sh"


class Verification(Record):
    """How to see that a mitigation worked."""

    do: str
    expect: str
    run: str = ""
    lang: str = "sh"


class Affected(Record):
    """A package and its affected releases (`versions` is a PEP 440 specifier, `since` an ISO date)."""

    package: str
    versions: str
    since: str = ""
    note: str = ""


class Link(Record):
    """The link from a challenge to a mitigation: `how` it works for this very problem."""

    id: str
    how: str


class Challenge(Record):
    """One way in which a deep-learning result does not run, reproduce or replicate."""

    id: str
    area: str
    group: str
    title: str
    summary: str
    variability: tuple[str, ...]
    impact: str
    causes: str
    checks: tuple[Check, ...]
    mitigations: tuple[Link, ...]
    symptoms: tuple[Symptom, ...]
    imagined: tuple[Symptom, ...] = ()
    related: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    applies_to: tuple[Affected, ...] = ()
    signatures: tuple[Signature, ...] = ()
    reports: tuple[str, ...] = ()
    fair: tuple[str, ...] = ()
    poster: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    review_by: str = ""

    @classmethod
    def from_fields(cls, fields: Fields) -> Challenge:
        """Make the record from a mapping that the schema has accepted, with `id` and `area` added."""
        nested = {
            "checks": tuple(Check(**check) for check in fields["checks"]),
            "mitigations": tuple(Link(**link) for link in fields["mitigations"]),
            "symptoms": tuple(_symptom(symptom) for symptom in fields["symptoms"]),
            "imagined": tuple(_symptom(symptom) for symptom in fields.get("imagined", ())),
            "applies_to": tuple(Affected(**affected) for affected in fields.get("applies_to", ())),
            "signatures": tuple(_signature(signature) for signature in fields.get("signatures", ())),
        }
        return cls(**_tuples(fields) | nested)


class Mitigation(Record):
    """A fix that serves one challenge or many: one blade of the swiss knife."""

    id: str
    area: str
    title: str
    summary: str
    action: str
    fidelity: str
    effort: str
    steps: tuple[Step, ...]
    verify: Verification
    caveats: tuple[str, ...]
    references: tuple[str, ...] = ()
    fair: tuple[str, ...] = ()
    poster: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    review_by: str = ""

    @classmethod
    def from_fields(cls, fields: Fields) -> Mitigation:
        """Make the record from a mapping that the schema has accepted, with `id` and `area` added."""
        nested = {
            "steps": tuple(Step(**step) for step in fields["steps"]),
            "verify": Verification(**fields["verify"]),
        }
        return cls(**_tuples(fields) | nested)

    @property
    def first_command(self) -> str:
        """The first of its steps that can be pasted into a shell, or nothing where there is none."""
        return next((step.run for step in self.steps if step.run and step.lang == "sh"), "")


class Person(Record):
    """An author: `family` and `given`, or an organisation as `literal`."""

    family: str = ""
    given: str = ""
    literal: str = ""


class Reference(Record):
    """A bibliographic item in the terms of the Citation Style Language (CSL)."""

    id: str
    type: str
    title: str
    author: tuple[Person, ...] = ()
    issued: str = ""
    container_title: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    publisher: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    note: str = ""

    @classmethod
    def from_fields(cls, fields: Fields) -> Reference:
        """Make the record from a CSL item that the schema has accepted."""
        named = {_CSL_NAMES.get(key, key): value for key, value in fields.items() if key != "archive"}
        return cls(**named | {"author": tuple(Person(**person) for person in fields.get("author", ()))})

    def to_fields(self) -> Any:
        """Turn the reference into a CSL item."""
        csl_names = {ours: theirs for theirs, ours in _CSL_NAMES.items()}
        fields = {csl_names.get(name, name): value for name, value in super().to_fields().items()}
        return fields | ({"archive": "arXiv"} if self.arxiv else {})

    @property
    def address(self) -> str:
        """Where it can be read: the DOI's resolver, arXiv, or its own address."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else self.url


class PosterPoint(Record):
    """A point of the poster that the catalogue grew from."""

    id: str
    block: str
    text: str


class CaseLink(Record):
    """A challenge that meets the reader at a step of a case, and why there."""

    id: str
    why: str


class CaseStep(Record):
    """A step of a worked case; `needs` names the earlier steps whose output it takes."""

    id: str
    title: str
    text: str
    challenges: tuple[CaseLink, ...]
    needs: tuple[str, ...] = ()


class Case(Record):
    """A worked case: a study's flow, each step with the challenges met there."""

    id: str
    title: str
    summary: str
    steps: tuple[CaseStep, ...]
    references: tuple[str, ...] = ()

    @classmethod
    def from_fields(cls, fields: Fields) -> Case:
        """Make the record from a mapping that the schema has accepted, with `id` added."""
        steps = (
            _tuples(step) | {"challenges": tuple(CaseLink(**link) for link in step["challenges"])}
            for step in fields["steps"]
        )
        return cls(**_tuples(fields) | {"steps": tuple(CaseStep(**step) for step in steps)})


class Background(Record):
    """Texts that speak of no challenge: what teaches the ranking to doubt, and to be silent.

    Attributes:
        outside: Texts that have nothing to do with the field.
        inside: Texts of the field (usage, wishes, theory) and texts too vague to name a challenge.
    """

    outside: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


class Catalogue(Record):
    """All entries of a checked catalogue, each tuple in the order of ids."""

    challenges: tuple[Challenge, ...]
    mitigations: tuple[Mitigation, ...]
    references: tuple[Reference, ...]
    poster: tuple[PosterPoint, ...] = ()
    cases: tuple[Case, ...] = ()
    background: Background = Background()
    lexicon: Lexicon = Lexicon()

    def __iter__(self) -> Iterator[Challenge | Mitigation]:
        yield from self.challenges
        yield from self.mitigations

    def entry(self, entry_id: str) -> Challenge | Mitigation:
        """Find an entry by its id or by an id that it once had.

        Raises:
            UnknownEntryError: No entry has or had that id.
        """
        for entry in self:
            if entry_id == entry.id or entry_id in entry.former_ids:
                return entry
        raise UnknownEntryError(entry_id)

    def challenges_for(self, mitigation_id: str) -> tuple[tuple[Challenge, str], ...]:
        """List the challenges that a mitigation helps with, and how (the reverse of the stored link)."""
        return tuple((c, link.how) for c in self.challenges for link in c.mitigations if link.id == mitigation_id)


_CSL_NAMES = {"DOI": "doi", "URL": "url", "container-title": "container_title", "archive_location": "arxiv"}


def _symptom(symptom: str | Mapping[str, Any]) -> Symptom:
    if isinstance(symptom, str):
        return Symptom(text=symptom)
    language = next(key for key in symptom if key != "also")
    return Symptom(text=wording(symptom), language=language, also=tuple(symptom.get("also", ())))


def wording(symptom: str | Mapping[str, Any]) -> str:
    """Give the text of a symptom as its file holds it."""
    return symptom if isinstance(symptom, str) else next(text for key, text in symptom.items() if key != "also")


def _signature(signature: Fields) -> Signature:
    return Signature(**_tuples(signature))


def _tuples(fields: Fields) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
