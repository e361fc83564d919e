import building
import pytest

from repro_kb.site.packages import packages

CATALOGUE = building.small_catalogue()
WAYS = [
    "a-z",
    "dataset",
    "fair",
    "infrastructure",
    "matrix",
    "methodology",
    "packages",
    "poster",
    "references",
    "table",
    "variability",
]


def test_there_is_a_page_for_each_way_in(files):
    assert sorted(path for path in files if path.startswith("browse/")) == [f"browse/{way}.md" for way in WAYS]


@pytest.mark.parametrize(
    "way", ["challenges/index", "browse/table", "browse/matrix", "browse/variability", "browse/a-z"]
)
@pytest.mark.parametrize("challenge", CATALOGUE.challenges, ids=lambda entry: entry.id)
def test_each_challenge_is_reached_by_each_way(way, challenge, files):
    assert f'href="{"../challenges/"}{challenge.id}.html"' in files[f"{way}.md"]


@pytest.mark.parametrize("way", ["mitigations/index", "browse/matrix", "browse/a-z"])
@pytest.mark.parametrize("mitigation", CATALOGUE.mitigations, ids=lambda entry: entry.id)
def test_each_mitigation_is_reached_by_each_way(way, mitigation, files):
    assert f'href="../mitigations/{mitigation.id}.html"' in files[f"{way}.md"]


def test_an_area_shows_its_own_challenges_only(files):
    assert "hostile-title.html" in files["browse/dataset.md"]
    assert "hostile-title.html" not in files["browse/infrastructure.md"]


def test_the_matrix_shows_the_rank_of_each_fix_and_what_it_does_to_the_numbers(files):
    row = files["browse/matrix.md"].partition('title="<script>')[0]
    assert '<td><span class="kb-badge kb-preserves">1</span></td>' in row
    assert '<td><span class="kb-badge kb-alters">2</span></td>' in row


def test_a_row_of_the_table_says_what_can_be_filtered(files):
    row = 'data-area="infrastructure" data-impact="changes-results" data-variability="implementation dataset" data-package="numpy"'
    assert row in files["browse/table.md"]


def test_releases_of_a_package_come_oldest_first():
    (numpy,) = [package for package in packages(CATALOGUE) if package.name == "numpy"]
    assert [affected.versions for affected, _ in numpy.breaks] == [">=1.24", ">=2.0"]


def test_a_point_of_the_poster_leads_to_the_entries_that_carry_it(files):
    page = files["browse/poster.md"]
    assert "### Reproduce first, then replicate {: #motto }" in page
    assert all(f"/{entry}.html" in page for entry in ("hostile-title", "plain-problem", "hostile-fix"))
    assert "/plain-fix.html" not in page


def test_a_principle_leads_to_the_entries_that_touch_it(files):
    section = files["browse/fair.md"].partition("{: #r1-2 }")[2].partition("\n## ")[0]
    assert "hostile-title.html" in section
    assert "hostile-fix.html" in section
    assert "plain-problem.html" not in section


def test_a_reference_names_the_entries_that_use_it(files):
    page = files["browse/references.md"]
    assert '<dt id="machicao2022">' in page
    assert '<a href="../challenges/plain-problem.html">plain-problem</a>' in page


def test_a_case_links_each_step_to_the_challenges_met_there(files):
    page = files["cases/small-case.md"]
    assert "## 2. Second step {: #second }" in page
    assert '<a href="../challenges/plain-problem.html">' in page
    assert '<svg class="kb-flow"' in page
    assert '<a href="#second"><rect' in page


def test_the_command_line_reference_names_every_command_and_option(files):
    page = files["cli/commands.md"]
    for text in (
        "repro&#45;kb",
        "repro-kb suggest [OPTIONS] [TEXT]...",
        "--batch PATH",
        "repro-kb validate [OPTIONS] [PATHS]...",
    ):
        assert text.replace("&#45;", "-") in page
