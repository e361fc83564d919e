import pytest

ROWS = "#kb-table tbody tr"


@pytest.fixture
def table(address, visit):
    return visit(address + "browse/table.html").page


def shown(page):
    return page.locator(f"{ROWS}:visible").count()


@pytest.mark.parametrize(
    ("name", "value"),
    [("area", "dataset"), ("impact", "blocks-run"), ("variability", "hyperparameters"), ("package", "numpy")],
)
def test_a_choice_leaves_the_rows_that_have_it_and_is_kept_in_the_address(name, value, table):
    table.locator(f"select[name={name}]").select_option(value)
    expected = table.locator(f'{ROWS}[data-{name}~="{value}"]').count()
    total = table.locator(ROWS).count()
    assert 0 < expected < total
    assert shown(table) == expected
    assert table.url.endswith(f"?{name}={value}")
    assert table.locator("#kb-count").inner_text() == f"{expected} of {total} challenges"


def test_words_are_looked_for_in_titles_ids_and_summaries(table):
    table.locator("input[name=q]").fill("numpy-api-removal")
    assert table.locator(f"{ROWS}:visible a").first.get_attribute("href") == "../challenges/numpy-api-removal.html"
    table.locator("input[name=q]").fill("np.float ragged")
    assert shown(table) == 1


def test_choices_add_up(table):
    table.locator("select[name=area]").select_option("infrastructure")
    table.locator("select[name=package]").select_option("numpy")
    both = table.locator(f'{ROWS}[data-area="infrastructure"][data-package~="numpy"]').count()
    assert shown(table) == both
    assert table.url.endswith("?area=infrastructure&package=numpy")


def test_an_address_brings_its_choices_back(address, visit):
    page = visit(address + "browse/table.html?q=seed&area=infrastructure").page
    assert page.locator("input[name=q]").input_value() == "seed"
    assert page.locator("select[name=area]").input_value() == "infrastructure"
    assert 0 < shown(page) < page.locator(f"{ROWS}[data-area=infrastructure]").count()


@pytest.mark.parametrize(
    "query", ["?area=mars&package=%3Cscript%3E", "?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dhit%3D1%3E"]
)
def test_a_hostile_address_does_nothing(query, address, visit):
    visited = visit(address + "browse/table.html" + query)
    assert visited.page.locator("#kb-filters").is_visible()
    assert visited.page.evaluate("window.hit") is None
    assert visited.complaints == []


def test_an_unknown_choice_in_the_address_shows_everything(address, visit):
    page = visit(address + "browse/table.html?area=mars").page
    assert shown(page) == page.locator(ROWS).count()


def test_the_button_shows_everything_again(table):
    table.locator("input[name=q]").fill("no row has these words")
    assert shown(table) == 0
    table.get_by_role("button", name="Show all").click()
    table.wait_for_function("!location.search")
    assert shown(table) == table.locator(ROWS).count()


def test_without_javascript_the_table_is_complete_and_has_no_dead_controls(address, visit):
    page = visit(address + "browse/table.html", java_script_enabled=False).page
    assert shown(page) == page.locator(ROWS).count()
    assert not page.locator("#kb-filters").is_visible()
