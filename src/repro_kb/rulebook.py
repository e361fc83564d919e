"""The rules of `repro-kb validate`, each defined once: what it means, how to mend it, and an example that breaks it.

A code is never used again for another rule. RKB0xx is about the form of a file, RKB1xx about the fields of an entry,
RKB2xx about what holds between entries and about what they say.
"""

from __future__ import annotations

from .errors import InputError
from .record import Record

CHALLENGE = "infrastructure/challenges/alias-removed.yml"
MITIGATION = "infrastructure/mitigations/install-older-release.yml"


class Rule(Record):
    """A rule of the checker.

    Attributes:
        code: Stable code.
        title: What is wrong, in a few words.
        meaning: Why it matters.
        mend: What to do about it.
        example: Lines that break it, to be thought of as a part of an entry that is sound otherwise.
        says: What the checker says of the example.
        file: Where the example stands.
        severity: `error`, or `warning` for what only weakens a catalogue.
        ignorable: Whether an entry may ignore it with a reason.
    """

    code: str
    title: str
    meaning: str
    mend: str
    example: str = ""
    says: str = ""
    file: str = CHALLENGE
    severity: str = "error"
    ignorable: bool = False


def find_rule(code: str) -> Rule:
    """Find a rule by its code.

    Raises:
        InputError: No rule has that code.
    """
    for rule in RULES:
        if rule.code == code.upper():
            return rule
    raise InputError(f"there is no rule {code!r}. The codes are {RULES[0].code} to {RULES[-1].code}.")


def severity(code: str) -> str:
    """Give the severity of the rule with a code."""
    return find_rule(code).severity


RULES = (
    Rule(
        code="RKB001",
        title="A file that cannot be read",
        meaning="The file is not UTF-8, larger than a megabyte, or closed to the reader, so nothing else in it is checked.",
        mend="Save it as UTF-8, shorten it, or change its permissions.",
        example="title: Une na\udcefve erreur\n",
        says="byte 0xef is not UTF-8. Save the file as UTF-8.",
    ),
    Rule(
        code="RKB002",
        title="An invisible character",
        meaning="Control characters, zero-width characters, marks of direction and a byte order mark hide text from the reader, or show it in another order.",
        mend="Delete the character; most editors can show it.",
        example="title: A NumPy\u200b alias was removed\n",
        says="character U+200B is invisible or a control character. Remove it.",
    ),
    Rule(
        code="RKB003",
        title="A tab",
        meaning="YAML does not allow tabs as indentation, and within a text nobody sees them.",
        mend="Indent with spaces. Inside a text write `\\t` in double quotes.",
        example="title: A NumPy\talias was removed\n",
        says="a tab. Indent with spaces; inside a text write \\t in double quotes.",
    ),
    Rule(
        code="RKB004",
        title="Not YAML, or not a mapping",
        meaning="From the given place on the file cannot be read as YAML.",
        mend="Look for a missing quote, a colon followed by a space inside unquoted text, or wrong indentation.",
        example="title: Broken: an alias was removed\n",
        says="is not YAML here: mapping values are not allowed in this context. Look for a missing quote, a colon inside unquoted text, or wrong indentation.",
    ),
    Rule(
        code="RKB005",
        title="An anchor, an alias or a tag",
        meaning="An entry is read by people, on its own and from top to bottom; references within YAML hide what it says.",
        mend="Write the text out.",
        example="title: &name A NumPy alias was removed\n",
        says="an anchor or alias. Write the text out: each entry stands on its own.",
    ),
    Rule(
        code="RKB006",
        title="A key twice",
        meaning="Most YAML readers keep the last of two equal keys and drop the first without a word.",
        mend="Keep one of them.",
        example="title: A NumPy alias was removed\ntitle: An alias of NumPy is gone\n",
        says="the key `title` stands twice, first in line 1. Keep one of them.",
    ),
    Rule(
        code="RKB007",
        title="Unquoted text that means something else",
        meaning="To a YAML reader `no` is a truth value, `1.10` the number 1.1 and `2022-12-18` a date. Text is expected.",
        mend="Put it in quotes.",
        example="title: 1.10\n",
        says="unquoted '1.10' means a number to a YAML reader, and text is expected. Write \"1.10\" in quotes.",
    ),
    Rule(
        code="RKB008",
        title="Nested too deep, or a second document",
        meaning="One file holds one entry, and no field needs more than twelve levels.",
        mend="Remove the nesting, or move what follows `---` to a file of its own.",
        example="title: [[[[[[[[[[[[[A NumPy alias was removed]]]]]]]]]]]]]\n",
        says="nesting deeper than 12 levels. No field of an entry needs that.",
    ),
    Rule(
        code="RKB010",
        title="A file in no place of the catalogue",
        meaning="The folder of a file says its area and its kind, so a file elsewhere is nothing.",
        mend="Move it to `AREA/challenges/` or `AREA/mitigations/`, with AREA one of dataset, methodology and infrastructure.",
        file="infrastructure/alias-removed-too.yml",
        example="title: A NumPy alias was removed\n",
        says="is not in a place of the catalogue. Entries are AREA/challenges/ID.yml and AREA/mitigations/ID.yml with AREA one of dataset, methodology, infrastructure.",
    ),
    Rule(
        code="RKB101",
        title="A missing key",
        meaning="Every entry has the fields that a reader can count on; a reference has a DOI, an arXiv number or an address.",
        mend="Add the key. `catalogue/README.md` and the schema say what belongs under it.",
        example="applies_to:\n  - package: numpy\n",
        says="the key `versions` is missing. A PEP 440 version specifier, quoted.",
    ),
    Rule(
        code="RKB102",
        title="An unknown key",
        meaning="The schema knows no such field, often because of a slip of the pen.",
        mend="Use the key that the message proposes, or remove it.",
        example='aplies_to:\n  - {package: numpy, versions: ">=1.24"}\n',
        says="unknown key `aplies_to`. Did you mean `applies_to`?",
    ),
    Rule(
        code="RKB103",
        title="A value of the wrong kind",
        meaning="A list stands where a text is expected, or the other way round.",
        mend="Write a list as lines that begin with `- `, or as `[one, two]`; write a text without them.",
        example="variability: implementation\n",
        says="`variability` is 'implementation', and a list (lines that start with `- `) is expected.",
    ),
    Rule(
        code="RKB104",
        title="A word that is not in the list",
        meaning="The field takes one of a few words, so that entries can be sorted and filtered.",
        mend="Use one of the words that the message names.",
        example="impact: block-run\n",
        says="`impact` is 'block-run', which is not in the list. Did you mean `blocks-run`?",
    ),
    Rule(
        code="RKB105",
        title="Too short, or too few",
        meaning="A summary of three words explains nothing, and five wordings are too few to find an entry by.",
        mend="Write more; the message says how much.",
        example="symptoms: [np.float does not exist any more]\n",
        says="`symptoms` has 1 items, and at least 20 are expected. As people say it: what the ranking of phrases learns from. Twenty wordings and more; another language is a mapping from its code to the text.",
    ),
    Rule(
        code="RKB106",
        title="Too long, or too many",
        meaning="Titles have to fit in a list, and five reports show as much as fifty.",
        mend="Shorten it; the message says to what.",
        example="title: NumPy type aliases such as np.float, np.int, np.bool and np.object were removed from the library\n",
        says="`title` has 96 characters, and at most 90 are allowed.",
    ),
    Rule(
        code="RKB107",
        title="A text of the wrong form",
        meaning="Ids, dates, DOIs and addresses have a form that programs rely on.",
        mend="Write it as the example in the message.",
        example="applies_to:\n  - {package: numpy, versions: '>=1.24', since: December 2022}\n",
        says="item 2 `since` is 'December 2022'. Date of the first affected release, quoted, as YYYY-MM-DD. Example: 2022-12-18",
    ),
    Rule(
        code="RKB108",
        title="An item twice",
        meaning="The list is a set: an item that stands twice says nothing more.",
        mend="Remove one of them.",
        example="variability: [implementation, implementation]\n",
        says="`variability` lists implementation more than once.",
    ),
    Rule(
        code="RKB109",
        title="Another limit of the schema",
        meaning="The value breaks a limit for which there is no rule with words of its own.",
        mend="Change the value as the message says.",
    ),
    Rule(
        code="RKB201",
        title="An id that is not one, or is taken",
        meaning="An id is a file name, an address on the site and a name in other people's notes. It belongs to one entry for ever.",
        mend="Choose another one: lower-case words joined by hyphens, which name the problem.",
        file=MITIGATION,
        example="former_ids: [alias-removed]\n",
        says="the id `alias-removed` is in use by infrastructure/challenges/alias-removed.yml. An id is never used again.",
    ),
    Rule(
        code="RKB202",
        title="A link to nothing",
        meaning="The entry names another entry that is not there, or one of the wrong kind.",
        mend="Write the present id; `repro-kb list` shows all of them.",
        example="related: [seed-forgoten]\n",
        says="there is no challenge `seed-forgoten`. Did you mean `seed-forgotten`?",
    ),
    Rule(
        code="RKB203",
        title="A log template that misses its own output",
        meaning="Every template carries output that it has to match, and here it does not.",
        mend="Correct the template. `<*>` stands for anything within the line, `<a|b>` for one of the given words.",
        example="""\
signatures:
  - template: "module 'numpy' has no attribute <*>."
    evidence: run
    matches: ["AttributeError: module 'numpy' has no attribute 'float'"]
    rejects: ["AttributeError: module 'torch' has no attribute 'float'"]
""",
        says="the template \"module 'numpy' has no attribute <*>.\" does not match this.",
    ),
    Rule(
        code="RKB204",
        title="A log template that matches what it must reject",
        meaning="Every template carries output of other problems that it must not match, and here it does.",
        mend="Write more of the message into the template.",
        example="""\
signatures:
  - template: "module <*> has no attribute 'float'"
    evidence: run
    matches: ["AttributeError: module 'numpy' has no attribute 'float'"]
    rejects: ["AttributeError: module 'torch' has no attribute 'float'"]
""",
        says="the template \"module <*> has no attribute 'float'\" matches this, which it must reject.",
    ),
    Rule(
        code="RKB205",
        title="A mitigation that no challenge uses",
        meaning="Readers come to a fix from their problem; nobody finds this one.",
        mend="Link it from a challenge, and say how it helps there.",
        file="infrastructure/mitigations/port-to-new-release.yml",
        example="""\
title: Port the code to the installed release
summary: >-
  Change the code so that it runs on the installed release, and show that the results are those of before.
action: repair
fidelity: within-noise
effort: hours
steps: [{do: Replace what was removed by its successor}]
verify: {do: Run the evaluation, expect: the numbers of before}
caveats: [The results have to be compared with those of the old release.]
references: [numpy-1-24]
""",
        says="no challenge uses `port-to-new-release`. Link it from a challenge, with how it helps there.",
    ),
    Rule(
        code="RKB206",
        title="An unknown citation key",
        meaning="The entry cites what references.yml does not have.",
        mend="Add the reference, or correct the key.",
        example="references: [numpy-1-25]\n",
        says="references.yml has no `numpy-1-25`. Did you mean `numpy-1-24`?",
    ),
    Rule(
        code="RKB207",
        title="A reference that nobody cites",
        meaning="references.yml lists what supports an entry, and no more.",
        mend="Cite it where it supports something, or remove it.",
        file="references.yml",
        example="references:\n  - {id: alone2020, type: book, title: A Book, URL: https://example.org/book}\n",
        says="no entry cites `alone2020`. Cite it or remove it.",
    ),
    Rule(
        code="RKB208",
        title="A step that needs what does not come before it",
        meaning="The steps of a case are read from top to bottom, and each takes the output of earlier ones.",
        mend="Name an earlier step, or change the order.",
        file="cases/two-steps.yml",
        example="""\
steps:
  - id: publish
    title: Publish the map
    text: The map is published with the weights that made it.
    needs: [review]
    challenges: [{id: seed-forgotten, why: A reader cannot train the same weights.}]
""",
        says="no earlier step is `review`.",
    ),
    Rule(
        code="RKB209",
        title="A link to itself, or twice",
        meaning="The link tells the reader nothing.",
        mend="Remove it.",
        example="related: [alias-removed]\n",
        says="links to itself. Remove it.",
    ),
    Rule(
        code="RKB210",
        title="A point that the poster lacks",
        meaning="`poster` names the points of poster.yml that the entry carries.",
        mend="Write a code that poster.yml has, or leave the key out.",
        example="poster: [motto]\n",
        says="poster.yml has no point `motto`.",
    ),
    Rule(
        code="RKB211",
        title="A log template that says too little",
        meaning="A template of a few letters, or without a whole word, matches the output of everything.",
        mend="Write more of the message into it.",
        example="""\
signatures:
  - template: "<*> Error: <*>"
    evidence: run
    matches: ["NumPy Error: float is gone"]
    rejects: ["nothing of the kind"]
""",
        says="the template fixes 5 letters, and 8 are needed. Add more of the message.",
    ),
    Rule(
        code="RKB212",
        title="A log template that matches a neighbour's output",
        severity="warning",
        ignorable=True,
        meaning="A line of output would lead to both entries with full weight.",
        mend="Sharpen the template, mark it `weak: true`, or list the neighbour under `related` when both are right.",
        file="dataset/challenges/link-is-dead.yml",
        example="""\
signatures:
  - template: "has no attribute '<float|read>'"
    evidence: seen
    matches: ["AttributeError: 'NoneType' object has no attribute 'read'"]
    rejects: ["HTTPError: 404"]
""",
        says="also matches output of `alias-removed`: \"AttributeError: module 'numpy' has no attribute 'float'\". Sharpen it, mark it weak, or relate the two.",
    ),
    Rule(
        code="RKB213",
        title="A wording twice in an entry",
        severity="warning",
        ignorable=True,
        meaning="Two symptoms differ by a letter or a comma, so the ranking learns one wording twice.",
        mend="Say it as somebody else would, or remove it.",
        example="symptoms:\n  - Np.float does not exist any more!\n",
        says="is nearly the same as item 2. Say it differently or remove it.",
    ),
    Rule(
        code="RKB214",
        title="A wording in two entries",
        severity="warning",
        ignorable=True,
        meaning="The same words would have to lead to two entries at once.",
        mend="Keep it where it fits best, and in the other entry add what makes the difference.",
        file="methodology/challenges/seed-forgotten.yml",
        example="symptoms:\n  - Np.float does not exist any more!\n",
        says="`alias-removed` has the same wording. Keep it where it fits best.",
    ),
    Rule(
        code="RKB215",
        title="A version range that cannot be read",
        meaning="Programs compare installed releases with `versions`, which is a specifier of PEP 440.",
        mend="Write clauses such as `>=1.24`, separated by commas. Words belong under `note`.",
        example='applies_to:\n  - {package: numpy, versions: "1.24 and later"}\n',
        says="'1.24 and later' is not a version specifier of PEP 440. Write clauses such as \">=1.24,<2\".",
    ),
    Rule(
        code="RKB216",
        title="A date that is not in the calendar",
        meaning="The date has the right form, and there is no such day.",
        mend="Look the date up again.",
        example='applies_to:\n  - {package: numpy, versions: ">=1.24", since: "2022-02-30"}\n',
        says="'2022-02-30' is not a day, month or year of the calendar.",
    ),
    Rule(
        code="RKB217",
        title="Dates out of order",
        severity="warning",
        ignorable=True,
        meaning="A later release has an earlier date than an earlier release of the same package.",
        mend="Look both dates up. A release of an old branch that came late is a reason to ignore it.",
        example='applies_to:\n  - {package: numpy, versions: ">=2.0", since: "2021-06-16"}\n',
        says="2021-06-16 is before 2022-12-18, the date of an earlier release of numpy. Check both.",
    ),
    Rule(
        code="RKB218",
        title="A date in the future",
        severity="warning",
        ignorable=True,
        meaning="Entries speak of what was released and published, so the date is probably mistyped.",
        mend="Give the date of what is there.",
        example='applies_to:\n  - {package: numpy, versions: ">=9", since: "9026-01-01"}\n',
        says="9026-01-01 is in the future. Give the date of what is there.",
    ),
    Rule(
        code="RKB219",
        title="A text still to be written",
        ignorable=True,
        meaning="The field holds `TODO`, `FIXME`, `TBD`, `fill in` or filler text in place of what it is for.",
        mend="Write the text, or remove the key where it may be absent.",
        example="applies_to:\n  - {package: numpy, versions: '>=2', note: TODO what changed}\n",
        says="'TODO what changed' holds the place of a text. Write it, or remove the key.",
    ),
    Rule(
        code="RKB220",
        title="A snippet that does not parse",
        ignorable=True,
        meaning="A reader who pastes it gets a syntax error. Snippets in Python, JSON and TOML are parsed, never run.",
        mend="Mend the snippet, or name the language that it is in under `lang`.",
        example="checks:\n  - {do: Print the release, run: print numpy.__version__, lang: python, then: 1.24 or newer confirms it}\n",
        says="line 1 of it is not python. Mend it, or name its language under `lang`.",
    ),
    Rule(
        code="RKB221",
        title="A review date that has passed",
        severity="warning",
        ignorable=True,
        meaning="The entry says of itself by when somebody has to look whether it still holds.",
        mend="Check versions, links and commands; then move the date, or remove it.",
        example='review_by: "2020-01-31"\n',
        says="this entry was to be looked at again by 2020-01-31. Check it, then move or remove the date.",
    ),
    Rule(
        code="RKB222",
        title="An ignore that matches nothing",
        severity="warning",
        meaning="The entry ignores a rule that it does not break, which would hide the next one who does.",
        mend="Remove the ignore.",
        example="ignore:\n  - {rule: RKB213, reason: Both wordings are heard often.}\n",
        says="nothing here breaks RKB213 any more. Remove the ignore.",
    ),
)
