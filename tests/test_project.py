"""Facts about the files around the code: what they promise is what the code does, and nothing in them drifts apart."""

from __future__ import annotations

import doctest
import re
import shlex
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

import repro_kb
from repro_kb.cli import main
from repro_kb.document import read_document
from repro_kb.errors import ReproKBError
from repro_kb.models import AREAS
from repro_kb.schema import KINDS, iter_problems, load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
# In two parts, so that this file keeps its own rule.
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("anaconda", "org"), ("npmjs", "org"))
]
HEADINGS = {
    "challenge": "A challenge",
    "mitigation": "A mitigation",
    "references": "References",
    "lexicon": "Lexicon",
    "background": "Background",
    "poster": "Poster",
    "case": "Cases",
}


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def table(heading: str) -> list[str]:
    """List the first cells of the README's table with that heading."""
    rows = read("README.md").split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return [row.split("|")[1].strip(" `") for row in rows]


def source_files() -> Iterator[Path]:
    ignored = [line for line in read(".gitignore").splitlines() if line and not line.startswith("#")]
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if parts[0] != ".git" and path.is_file() and not any(is_ignored(parts, line) for line in ignored):
            yield path


def is_ignored(parts: tuple[str, ...], pattern: str) -> bool:
    name = pattern.strip("/")
    if "/" in name or pattern.startswith("/"):
        return any(fnmatch("/".join(parts[:n]), name) for n in range(1, len(parts) + 1))
    return any(fnmatch(part, name) for part in parts)


def test_no_file_names_the_host_of_a_package_registry() -> None:
    files = list(source_files())
    assert ROOT / "README.md" in files
    assert ROOT / "src/repro_kb/site/__init__.py" in files
    assert [
        f"{path.relative_to(ROOT)}: {host}"
        for path in files
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    ] == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_requirement_has_an_exact_version_and_hashes_and_no_address(path: Path) -> None:
    text = path.read_text("utf-8")
    requirements = text.replace("\\\n", " ").splitlines()
    assert [
        line
        for line in requirements
        if not re.fullmatch(r"[\w.-]+==\S+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+", line)
    ] == []
    assert "://" not in text
    assert len(requirements) >= 5


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (step for job in workflow["jobs"].values() for step in job["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_gives_each_job_its_own_permissions_and_a_time_limit(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {}
    assert all(job.get("permissions") and job.get("timeout-minutes") for job in workflow["jobs"].values())
    writes = {name for job in workflow["jobs"].values() for name, may in job["permissions"].items() if may != "read"}
    assert writes <= {"docs": {"pages", "id-token"}, "release": {"id-token", "attestations", "contents"}}.get(
        path.stem, set()
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_pins_its_actions_and_leaves_no_credentials_behind(path: Path) -> None:
    text = path.read_text("utf-8")
    uses = re.findall(r"uses: (.*)", text)
    assert [use for use in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []
    checkouts = [step for step in steps(yaml.safe_load(text)) if "actions/checkout@" in step.get("uses", "")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_all_workflows_pin_an_action_to_the_same_commit() -> None:
    uses = {use for path in WORKFLOWS for use in re.findall(r"uses: (.*)", path.read_text("utf-8"))}
    assert len(uses) == len({use.split("@")[0] for use in uses})


def test_no_workflow_puts_text_of_a_pull_request_into_a_command() -> None:
    runs = [
        step["run"] for path in WORKFLOWS for step in steps(yaml.safe_load(path.read_text("utf-8"))) if "run" in step
    ]
    assert len(runs) >= 10
    assert [run for run in runs if "${{" in run] == []


def test_the_workflow_tests_every_python_that_the_package_names() -> None:
    matrix = yaml.safe_load(read(".github/workflows/test.yml"))["jobs"]["unit"]["strategy"]["matrix"]
    assert matrix["python"] == re.findall(r"Python :: (3\.\d+)", read("pyproject.toml"))
    assert len(matrix["os"]) == 3


def test_the_workflow_leaves_out_of_the_unit_part_what_make_leaves_out() -> None:
    runs = [step.get("run", "") for step in steps(yaml.safe_load(read(".github/workflows/test.yml")))]
    (ignored,) = re.findall(r"\t\$\(BIN\)/python -m pytest( --ignore .*)", read("Makefile"))
    assert f"python -m pytest{ignored}" in runs


def fields(form: str) -> dict[str, dict[str, Any]]:
    body = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / form).read_text("utf-8"))["body"]
    return {field["id"]: field for field in body if field["type"] != "markdown"}


def test_the_form_for_an_entry_has_the_fields_of_the_schema_in_its_order() -> None:
    properties = load_schema("challenge")["properties"]
    # The area is the folder of a file. What a proposal cannot have: former ids, a day of review, a rule set aside, an entry to extend,
    # and wordings that nobody was seen to write.
    later = {"former_ids", "review_by", "ignore", "extends", "imagined"}
    assert list(fields("entry.yml")) == ["area", *(name for name in properties if name not in later)]
    shown = {name: field["attributes"]["label"] for name, field in fields("entry.yml").items() if name != "area"}
    assert shown == {name: properties[name]["title"] for name in shown}


def test_the_form_for_an_entry_offers_the_values_of_the_schema_and_requires_no_more_than_it() -> None:
    schema = load_schema("challenge")
    offered = {name: field["attributes"].get("options") for name, field in fields("entry.yml").items()}
    allowed = {name: p.get("enum") or p.get("items", {}).get("enum") for name, p in schema["properties"].items()}
    assert offered.pop("area") == list(AREAS)
    assert offered == {name: allowed[name] for name in offered}
    required = {name for name, field in fields("entry.yml").items() if field.get("validations", {}).get("required")}
    assert required - {"area"} <= set(schema["required"])


def test_an_issue_is_always_a_form() -> None:
    assert yaml.safe_load(read(".github/ISSUE_TEMPLATE/config.yml"))["blank_issues_enabled"] is False


def names(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the names of all properties of a schema, nested ones too."""
    for name, member in schema.get("properties", {}).items():
        yield name
        yield from names(member)
    for member in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())):
        if isinstance(member, dict):
            yield from names(member)


def section(kind: str) -> str:
    return read("catalogue/README.md").split(f"\n## {HEADINGS[kind]}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_readme_of_the_catalogue_names_every_field(kind: str) -> None:
    assert [name for name in names(load_schema(kind)) if f"`{name}`" not in section(kind)] == []


@pytest.mark.parametrize("kind", ["challenge", "mitigation", "references", "lexicon", "poster", "case"])
def test_the_readme_of_the_catalogue_has_an_example_that_keeps_the_schema(kind: str, tmp_path: Path) -> None:
    (example,) = blocks(section(kind), "yaml")
    (tmp_path / "example.yml").write_text(example, "utf-8")
    document, problems = read_document(tmp_path / "example.yml", "example.yml")
    assert problems == []
    assert document is not None
    assert list(map(str, iter_problems(kind, document))) == []


def test_the_readme_tells_a_session_as_it_is(run: Callable[..., Any]) -> None:
    (session,) = blocks(read("README.md"), "console")
    command, _, answer = session.partition("\n")
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program == "repro-kb"
    assert run(*arguments).stdout == answer


def test_the_python_of_the_readme_works() -> None:
    (example,) = blocks(read("README.md"), "pycon")
    parsed = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    said: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(parsed, out=said.append)
    assert "".join(said) == ""
    assert results.attempted == 5


def test_the_commands_of_the_readme_are_commands(run: Callable[..., Any]) -> None:
    lines = [line for block in blocks(read("README.md"), "sh") for line in block.splitlines()]
    used = {
        found[1] for line in lines for found in re.finditer(r"(?:^|\| )repro-kb (?:--catalogue \S+ )?([a-z]+)", line)
    }
    assert used == set(main.list_commands(click.Context(main)))
    options = {
        option
        for line in lines
        if "repro-kb " in line
        for option in re.findall(r" (--[a-z]+)", line.split("repro-kb ")[-1])
    }
    texts = "".join(run(command, "--help").stdout for command in used)
    assert [option for option in options if option not in texts] == []


def test_the_readme_names_entries_that_exist_and_does_not_boast(catalogue: repro_kb.Catalogue) -> None:
    part = read("README.md").split("## What is in it")[1].split("\n## ")[0]
    named = re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", part)
    assert len(named) >= 10
    assert [name for name in named if catalogue.entry(name).id != name] == []
    challenges, mitigations = map(int, re.findall(r"[Mm]ore than (\d+)", part))
    assert len(catalogue.challenges) > challenges
    assert len(catalogue.mitigations) > mitigations


def test_the_readme_names_every_exit_code() -> None:
    errors = [ReproKBError, *ReproKBError.__subclasses__()]
    assert table("Exit code") == [str(code) for code in sorted({0, *(error.exit_code for error in errors)})]


def test_the_readme_names_every_environment_variable() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    ways = (r'"(\w+)" in os\.environ', r'os\.environ\.get\("(\w+)"', r'os\.environ\["(\w+)"')
    used = [name for way in ways for name in re.findall(way, code)]
    assert len(used) == len(re.findall(r"\benviron\b|\bgetenv\b", code)), (
        "a way to ask the environment that is not in the list"
    )
    assert set(table("Environment variable")) == {*used, *re.findall(r'envvar="(\w+)"', code)}


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.load(read("CITATION.cff"), yaml.BaseLoader)
    assert citation["version"] == repro_kb.__version__
    versions = re.findall(r"^## \[?([\d.]+)\]? - \d{4}-\d{2}-\d{2}$", read("CHANGELOG.md"), re.MULTILINE)
    assert repro_kb.__version__ in [*versions, *re.findall(r"release, ([\d.]+)\.$", read("CHANGELOG.md"), re.MULTILINE)]


def test_the_changelog_keeps_catalogue_and_tool_apart() -> None:
    unreleased = read("CHANGELOG.md").split("\n## [Unreleased]\n")[1].split("\n## ")[0]
    assert re.findall(r"^### (.*)$", unreleased, re.MULTILINE) == ["Catalogue", "Tool"]


def test_the_citation_names_the_project_and_no_single_author() -> None:
    citation = yaml.load(read("CITATION.cff"), yaml.BaseLoader)
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"] == [{"name": "The repro-kb contributors"}]
    assert f'Repository = "{citation["repository-code"]}"' in read("pyproject.toml")
    assert f'Documentation = "{citation["url"]}"' in read("pyproject.toml")
    assert (
        " AND ".join(citation["license"]) == re.findall(r'^license = "(.*)"', read("pyproject.toml"), re.MULTILINE)[0]
    )


def test_both_licences_are_there() -> None:
    assert "Apache License\n                           Version 2.0" in read("LICENSE")
    assert read("LICENSE-CATALOGUE").startswith("Attribution 4.0 International")


def test_make_help_lists_every_target() -> None:
    makefile = read("Makefile")
    targets = re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE)
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets == phony.split()
    assert re.findall(r"^([a-z-]+):.*  ## \S", makefile, re.MULTILINE) == targets


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "catalogue/README.md", "SECURITY.md", "CHANGELOG.md"])
def test_what_a_document_links_to_or_runs_is_there(name: str) -> None:
    text = read(name)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []
    targets = re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE)
    assert [
        target for target in re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE) if target not in targets
    ] == []


def test_pre_commit_runs_what_make_lint_runs() -> None:
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    lint = re.findall(r"^\t\$\(BIN\)/(.*)$", read("Makefile").split("\nlint:")[1].split("\n\n")[0], re.MULTILINE)
    used = [hook["entry"].removeprefix(".venv/bin/").removesuffix(" --force-exclude") for hook in hooks]
    assert used == [re.sub(r" --check| \.$", "", line).removesuffix(" .") for line in lint]
