"""The schemas themselves, and how what breaks them is said."""

from __future__ import annotations

import re

import pytest
from jsonschema import Draft202012Validator

from repro_kb.document import read_document
from repro_kb.loader import find_problems
from repro_kb.schema import KINDS, did_you_mean, iter_problems, load_schema


def nodes(schema, path=()):
    """Yield every schema within a schema, with its path."""
    yield path, schema
    for key in ("properties", "$defs"):
        for name, inner in schema.get(key, {}).items():
            yield from nodes(inner, (*path, key, name))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from nodes(schema[key], (*path, key))
    for place, inner in enumerate(schema.get("anyOf", ())):
        yield from nodes(inner, (*path, "anyOf", place))


NODES = [(kind, path, node) for kind in KINDS for path, node in nodes(load_schema(kind))]
NAMED = [
    pytest.param(kind, node, id=f"{kind}/{'/'.join(map(str, path))}")
    for kind, path, node in NODES
    if path and "$ref" not in node and set(node) != {"required"}
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_against_the_metaschema(kind):
    schema = load_schema(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f"/schemas/{kind}.schema.json")
    assert schema["title"]
    assert schema["description"]
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("node", [pytest.param(param.values[1], id=param.id) for param in NAMED])
def test_every_property_has_title_description_and_examples(node):
    assert node["title"]
    assert node["description"].endswith(".")
    assert node["examples"]


@pytest.mark.parametrize(("kind", "node"), NAMED)
def test_every_example_is_valid_for_its_own_property(kind, node):
    relaxed = without_least_sizes(node)
    validator = Draft202012Validator(relaxed | {"$defs": load_schema(kind).get("$defs", {})})
    assert [error.message for example in node["examples"] for error in validator.iter_errors(example)] == []


def without_least_sizes(node):
    """Let an example be shorter than a whole value: of twenty symptoms it shows one."""
    if isinstance(node, list):
        return [without_least_sizes(item) for item in node]
    if not isinstance(node, dict):
        return node
    shortened = ("minItems", "minLength")
    return {key: without_least_sizes(value) for key, value in node.items() if key not in shortened}


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_keys_are_refused_in_every_mapping(kind):
    mappings = [(path, node) for _, path, node in NODES if _ == kind and node.get("type") == "object"]
    assert [path for path, node in mappings if node.get("additionalProperties", True) is True] == []


def test_the_poster_codes_of_both_kinds_of_entry_are_those_of_the_poster(catalogue):
    codes = [point.id for point in catalogue.poster]
    for kind in ("challenge", "mitigation"):
        assert load_schema(kind)["properties"]["poster"]["items"]["enum"] == codes


SUMMARY = "summary: >-\n  The address from which the dataset was to be downloaded answers with an error or with a page about something else, so\n  that nothing can be run before another copy is found.\n"
BROKEN = {
    "a missing key": (
        "impact: blocks-run\n",
        "",
        "1:1: RKB101 the key `impact` is missing. The worst that it does: stops the run, changes the results, weakens the claim, or costs time.",
    ),
    "an unknown key near a known one": (
        "references: [koehler1999]",
        "refrences: [koehler1999]\nreferences: [koehler1999]",
        "21:1: RKB102 unknown key `refrences`. Did you mean `references`?",
    ),
    "an unknown key far from all": (
        "  - do: Ask the server for the headers of the file",
        "  - do: Ask the server for the headers of the file\n    weather: fine",
        "15:5: RKB102 unknown key `weather`. Known keys: do, lang, run, then.",
    ),
    "a text instead of a list": (
        "variability: [dataset]",
        "variability: dataset",
        "6:14: RKB103 `variability` is 'dataset', and a list (lines that start with `- `) is expected.",
    ),
    "a list instead of a text": (
        "title: The link to the dataset is dead",
        "title: [The link, is dead]",
        "1:8: RKB103 `title` is ['The link', 'is dead'], and text is expected.",
    ),
    "a text instead of a mapping": (
        "  - do: Ask the server for the headers of the file\n    run: curl --head --location https://example.org/data.zip\n    then: A status of 404 or 410 confirms it; 401 or 403 is a matter of access",
        "  - ask the server",
        "14:5: RKB103 `checks` item 1 is 'ask the server', and a mapping (`key: value` lines) is expected.",
    ),
    "a text instead of a truth value": (
        "weak: true",
        'weak: "true"',
        "26:11: RKB103 item 1 `weak` is 'true', and true or false is expected.",
    ),
    "a truth value instead of a text": (
        "group: availability",
        "group: true",
        "5:8: RKB104 `group` is True, which is not in the list. Expected one of: availability, identity-and-integrity, documentation-and-fair, construction, preprocessing, splits-and-leakage, workflow-and-target, architecture, optimisation, hyperparameters, evaluation, language-models, randomness, hardware-and-numerics, dependencies, api-changes, checkpoints-and-serialisation, code, network-and-services.",
    ),
    "a word near one of a list": (
        "impact: blocks-run",
        "impact: block-run",
        "7:9: RKB104 `impact` is 'block-run', which is not in the list. Did you mean `blocks-run`?",
    ),
    "a word far from all of a list": (
        "impact: blocks-run",
        "impact: terrible",
        "7:9: RKB104 `impact` is 'terrible', which is not in the list. Expected one of: blocks-run, changes-results, weakens-claim, costs-time.",
    ),
    "too short a text": (
        SUMMARY,
        "summary: Gone.\n",
        "2:10: RKB105 `summary` has 5 characters, and at least 80 are expected. One paragraph: what is wrong and why it stops a reproduction. Plain text; `backticks` mark code.",
    ),
    "too few items": (
        "  - prepare_data.sh stops at the first curl line\n",
        "",
        "32:3: RKB105 `symptoms` has 19 items, and at least 20 are expected. As people say it: what the ranking of phrases learns from. Twenty wordings and more; another language is a mapping from its code to the text.",
    ),
    "too long a text": (
        "title: The link to the dataset is dead",
        "title: " + "very " * 20 + "dead",
        "1:8: RKB106 `title` has 104 characters, and at most 90 are allowed.",
    ),
    "too many items": (
        "poster: [infra-internet]",
        "reports: [" + ", ".join(f'"https://example.org/{n}"' for n in range(6)) + "]",
        "23:10: RKB106 `reports` has 6 items, and at most 5 are allowed.",
    ),
    "a value of another form": (
        "former_ids: [url-gone]",
        "former_ids: [URL gone]",
        "8:14: RKB107 `former_ids` item 1 is 'URL gone'. Lower-case words joined by hyphens. It names the problem or the fix, is the file's stem and its address on the site, and is never used again for something else. Example: numpy-api-removal",
    ),
    "an item that stands twice": (
        "poster: [infra-internet]",
        "poster: [infra-internet, infra-internet]",
        "23:9: RKB108 `poster` lists infra-internet more than once.",
    ),
    "a symptom in a language without a field": (
        "  - zh: 数据集下载链接失效了",
        "  - fr: le lien est mort",
        "51:5: RKB102 unknown key `fr`. Known keys: also, en, zh.",
        "51:5: RKB101 `symptoms` item 20 needs exactly one of the keys `en`, `zh`.",
    ),
    "a symptom in two languages": (
        "  - zh: 数据集下载链接失效了",
        "  - {zh: 数据集下载链接失效了, en: the link is dead}",
        "51:5: RKB101 `symptoms` item 20 needs exactly one of the keys `en`, `zh`.",
    ),
    "too short a symptom": (
        "  - dataset page no longer exists",
        "  - no",
        "34:5: RKB105 `symptoms` item 3 has 2 characters, and at least 3 are expected. What somebody who is stuck writes.",
    ),
}


@pytest.mark.parametrize(("old", "new", "messages"), [(o, n, m) for o, n, *m in BROKEN.values()], ids=BROKEN)
def test_what_breaks_the_schema_is_said_in_words_of_our_own(tiny_copy, old, new, messages):
    path = tiny_copy / "dataset" / "challenges" / "link-is-dead.yml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    document, _ = read_document(path, "f")
    problems = [str(problem) for problem in iter_problems("challenge", document)]
    assert sorted(problems) == sorted(f"f:{message}" for message in messages)


def test_a_reference_needs_something_to_follow(tiny_copy):
    path = tiny_copy / "references.yml"
    path.write_text(re.sub(r"    URL: .*\n", "", path.read_text("utf-8")), "utf-8")
    assert [str(problem).removeprefix(f"{path}:") for problem in find_problems(tiny_copy, [path])] == [
        "15:5: RKB101 one of the keys `DOI`, `archive_location`, `URL` is missing. Give at least one of them."
    ]


@pytest.mark.parametrize(
    ("word", "message"),
    [("symptom", " Did you mean `symptoms`?"), ("sympotms", " Did you mean `symptoms`?"), ("weather", "")],
)
def test_a_near_word_is_offered(word, message):
    assert did_you_mean(word, ["symptoms", "summary", "title"]) == message
