from urllib.parse import urlsplit

import pytest

KINDS = [
    "index.html",
    "challenges/numpy-api-removal.html",
    "challenges/hostile-title.html",
    "mitigations/install-as-of-date.html",
    "browse/table.html",
    "browse/matrix.html",
    "cases/poverty-mapping.html",
    "guides/playbook.html",
]
OTHERS = [
    "challenges/index.html",
    "mitigations/index.html",
    "browse/dataset.html",
    "browse/packages.html",
    "browse/variability.html",
    "browse/fair.html",
    "browse/a-z.html",
    "browse/poster.html",
    "browse/references.html",
    "cases/index.html",
    "guides/score-gap.html",
    "guides/preflight.html",
    "cli/commands.html",
    "python.html",
    "data.html",
    "about.html",
]
PAGES = [("material", path) for path in KINDS + OTHERS] + [("zensical", path) for path in KINDS]


@pytest.mark.parametrize(("builder", "path"), PAGES, indirect=["builder"])
def test_a_page_meets_the_strict_policy_asks_no_other_host_and_fits_a_phone(path, address, visit):
    visited = visit(address + path)
    visited.page.wait_for_load_state("networkidle")
    hosts = {urlsplit(url).netloc for url in visited.requests if not url.startswith(("data:", "blob:"))}
    assert visited.complaints == []
    assert hosts == {urlsplit(address).netloc}
    assert visited.page.locator("h1").count() == 1
    visited.page.set_viewport_size({"width": 360, "height": 740})
    assert visited.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_dark_mode_follows_the_system(address, visit):
    background = "getComputedStyle(document.body).backgroundColor"
    light = visit(address, color_scheme="light").page.evaluate(background)
    dark = visit(address, color_scheme="dark").page.evaluate(background)
    assert sum(map(int, light.strip("rgb()").split(",")[:3])) > 700
    assert sum(map(int, dark.strip("rgb()").split(",")[:3])) < 200


def test_a_chosen_scheme_is_kept_on_the_next_page(address, visit):
    page = visit(address, color_scheme="light").page
    page.locator("label[title='Use the light scheme']").click()
    page.locator("label[title='Use the dark scheme']").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.goto(address + "browse/matrix.html")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_a_former_address_leads_to_the_present_page(address, visit):
    page = visit(address + "challenges/hostile-name-of-old.html").page
    page.wait_for_url("**/challenges/hostile-title.html")
    assert page.locator("h1").count() == 1


def test_the_home_page_points_to_the_command_line_where_the_finder_will_be(address, visit):
    text = visit(address, java_script_enabled=False).page.locator("#finder").inner_text()
    assert "repro-kb suggest \"module 'numpy' has no attribute 'float'\"" in text


def test_a_page_opened_as_a_file_works(folder, visit):
    visited = visit((folder / "index.html").as_uri())
    visited.page.get_by_role("link", name="NumPy removed a name").click()
    visited.page.wait_for_url((folder / "challenges/numpy-api-removal.html").as_uri())
    assert visited.page.evaluate("getComputedStyle(document.querySelector('.kb-badge')).borderRadius") != "0px"
    visited.page.get_by_role("link", name="Challenges", exact=True).first.click()
    visited.page.wait_for_url((folder / "challenges/index.html").as_uri())
    assert [url for url in visited.requests if not url.startswith("file:")] == []


def test_the_table_filters_when_opened_as_a_file(folder, visit):
    page = visit((folder / "browse/table.html").as_uri() + "?area=dataset").page
    assert page.locator("#kb-table tbody tr:visible").count() == page.locator("tr[data-area=dataset]").count()
