import json
import re

import building
import pytest

from repro_kb.site import Project, pages, site_files
from repro_kb.site.labels import label, report_name

ENTRIES = list(building.small_catalogue())
CHALLENGES = list(building.small_catalogue().challenges)
MITIGATIONS = list(building.small_catalogue().mitigations)


def escaped(text):
    signs = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "`": "&#96;", "~": "&#126;"}
    return "".join(signs.get(sign, sign) for sign in text)


def folder(entry):
    return "challenges" if entry in CHALLENGES else "mitigations"


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry.id)
def entry(request):
    return request.param


@pytest.fixture
def page(entry, files):
    return files[f"{folder(entry)}/{entry.id}.md"]


def test_each_entry_has_a_page(entry, files):
    assert f"{folder(entry)}/{entry.id}.md" in files


def test_a_page_leads_to_the_yaml_to_edit(entry, page):
    source = f"catalogue/{entry.area}/{folder(entry)}/{entry.id}.yml"
    assert f"\nsource: {source}\n" in page
    assert (
        f'<a href="https://github.com/repro-kb/repro-kb/edit/main/{source}" rel="edit noopener">Edit the YAML</a>'
        in page
    )


def test_a_page_leads_to_its_json_and_its_markdown_twin(entry, page, files):
    for path in (f"api/v1/{folder(entry)}/{entry.id}.json", f"text/{folder(entry)}/{entry.id}.txt"):
        assert f'<a href="../{path}">' in page
        assert path in files


def test_a_page_says_how_to_cite_it(entry, page):
    version = Project().version
    address = f"https://repro-kb.github.io/repro-kb/{folder(entry)}/{entry.id}.html"
    assert f"repro-kb {version}, entry {entry.id}. {address}" in page
    assert f"@misc{{repro-kb-{entry.id}," in page


def test_a_page_describes_itself_in_json_ld(entry, page):
    (block,) = re.findall(r'<script type="application/ld\+json">\n(.*?)\n</script>', page, re.DOTALL)
    data = json.loads(block)
    assert data["@type"] == ("TechArticle" if entry in CHALLENGES else "HowTo")
    assert data["identifier"] == entry.id
    assert data["url"].endswith(f"/{folder(entry)}/{entry.id}.html")
    assert data["description"] == entry.summary.replace("`", "")


def test_the_list_of_challenges_describes_the_catalogue_as_a_dataset(files):
    (block,) = re.findall(
        r'<script type="application/ld\+json">\n(.*?)\n</script>', files["challenges/index.md"], re.DOTALL
    )
    data = json.loads(block)
    assert (data["@type"], data["version"]) == ("Dataset", Project().version)
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    addresses = [part["contentUrl"].removeprefix(Project().site_url) for part in data["distribution"]]
    assert addresses == ["api/v1/catalogue.json", "downloads/catalogue.sqlite"]


def test_a_page_holds_no_tag_or_attribute_from_its_entry(page):
    assert "<img" not in page
    assert page.count("<script") == 1
    assert not re.search(r"^\s*(```|~~~|:::|#+ a heading)", page, re.MULTILINE)


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda entry: entry.id)
def test_a_challenge_shows_checks_and_fixes_in_order_with_their_badges(challenge, files):
    page = files[f"challenges/{challenge.id}.md"]
    places = [page.index(escaped(check.run)) for check in challenge.checks if check.run]
    fixes = page[page.index("## Fixes, best first") : page.index("## Causes")]
    order = [fixes.index(f'id="fix-{link.id}"') for link in challenge.mitigations]
    assert places == sorted(places)
    assert order == sorted(order)
    for mitigation in MITIGATIONS:
        if any(link.id == mitigation.id for link in challenge.mitigations):
            assert f'kb-{mitigation.fidelity}">{label(mitigation.fidelity, "fidelity")}<' in fixes
            assert label(mitigation.effort, "effort") in fixes
            assert escaped(mitigation.first_command) in fixes


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda entry: entry.id)
def test_a_challenge_shows_all_of_its_symptoms_and_log_templates(challenge, files):
    page = files[f"challenges/{challenge.id}.md"]
    for symptom in challenge.symptoms:
        assert f">{escaped(symptom.text)}</li>" in page
    for signature in challenge.signatures:
        assert f"<li><code>{escaped(signature.template)}</code>" in page
        assert all(escaped(match) in page for match in signature.matches)


def test_of_very_many_symptoms_a_challenge_shows_the_first_and_where_all_are(monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 1)
    challenge = next(challenge for challenge in CHALLENGES if len(challenge.symptoms) > 1)
    page = dict(site_files(building.small_catalogue(), Project()))[f"challenges/{challenge.id}.md"]
    assert page.count("<li>" + escaped(challenge.symptoms[0].text)) == 1
    assert escaped(challenge.symptoms[1].text) + "</li>" not in page
    assert (
        f'<p class="kb-note">The first 1; all are in <a href="../api/v1/challenges/{challenge.id}.json">the data</a>.</p>'
        in page
    )


def test_a_symptom_in_another_language_says_so(files):
    assert '<li lang="zh">没有 pkg.old_name 属性</li>' in files["challenges/plain-problem.md"]


def test_affected_releases_are_a_table(files):
    row = '<tr><td><a href="../browse/packages.html#numpy">numpy</a></td><td><code>&gt;=2.0</code></td><td><time>2024-06-16</time></td><td>names removed</td></tr>'
    assert row in files["challenges/plain-problem.md"]


def test_the_id_of_an_entry_in_a_text_is_a_link(files):
    assert (
        'else it is <a href="../challenges/hostile-title.html"><code>hostile-title</code></a>.'
        in files["challenges/plain-problem.md"]
    )


@pytest.mark.parametrize("mitigation", MITIGATIONS, ids=lambda entry: entry.id)
def test_a_mitigation_shows_steps_verification_and_caveats(mitigation, files):
    page = files[f"mitigations/{mitigation.id}.md"]
    for text in (*(step.run for step in mitigation.steps), mitigation.verify.run, *mitigation.caveats):
        assert escaped(text) in page


@pytest.mark.parametrize("mitigation", MITIGATIONS, ids=lambda entry: entry.id)
def test_a_mitigation_lists_the_challenges_that_it_helps_with_and_how(mitigation, files):
    page = files[f"mitigations/{mitigation.id}.md"]
    helped = [(c.id, link.how) for c in CHALLENGES for link in c.mitigations if link.id == mitigation.id]
    assert helped
    for challenge, how in helped:
        assert f'<a href="../challenges/{challenge}.html">' in page
        assert f"<p>{escaped(how)}</p>" in page


def test_a_reference_is_formatted_with_at_most_six_authors(files):
    expected = (
        "Author0 A, Author1 A, Author2 A, Author3 A, Author4 A, Author5 A et al. (2022) Mitigation strategies to improve"
        " reproducibility. <cite>Earth and Space Science</cite> 9(8), 1-20."
        ' <a href="https://doi.org/10.1029/2022EA002379" rel="noopener">doi.org/10.1029/2022EA002379</a>'
    )
    assert expected in files["challenges/plain-problem.md"]


def test_a_former_id_leads_to_the_present_page(files):
    assert (
        '<meta http-equiv="refresh" content="0; url=hostile-title.html">'
        in files["challenges/hostile-name-of-old.html"]
    )


def test_another_project_puts_its_own_addresses_on_all_pages():
    other = Project(repo_url="https://example.org/code", site_url="https://example.org/site/", version="9.9")
    texts = dict(site_files(building.small_catalogue(), other))
    assert not [
        path for path, text in texts.items() if "repro-kb.github.io" in text and not path.startswith("schemas/")
    ]
    assert "https://example.org/code/edit/main/catalogue/" in texts["challenges/plain-problem.md"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://github.com/owner/name/issues/12", "owner/name#12"),
        ("https://github.com/owner/name/pull/3", "owner/name#3"),
        ("https://discuss.example.org/t/1", "discuss.example.org"),
    ],
)
def test_a_report_is_named_shortly(address, name):
    assert report_name(address) == name
