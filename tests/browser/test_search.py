import pytest

QUESTIONS = [
    ("np.float", "numpy-api-removal"),
    ("weights_only", "checkpoint-weights-only-blocked"),
    ("torch.load", "checkpoint-weights-only-blocked"),
    ("CUBLAS_WORKSPACE_CONFIG", "determinism-error-raised"),
    ("AttributeError: module 'numpy' has no attribute 'float'", "numpy-api-removal"),
    (
        "ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject",
        "abi-mismatch",
    ),
    ("RuntimeError: Dataset scripts are no longer supported, but found", "dataset-loader-script-unsupported"),
    ("_pickle.UnpicklingError: Weights only load failed", "checkpoint-weights-only-blocked"),
]
HOSTILE = ["title:", "a:b ~1 ^2 +*-", "\"\"\" '''", "(((", "++ -- -", "<script>hit=1</script>"]


@pytest.mark.parametrize(("question", "entry"), QUESTIONS)
def test_search_puts_dotted_names_and_whole_error_lines_first(question, entry, address, visit):
    found = search(visit(address), question)
    assert f"/{entry}.html" in found[0], found[:5]


@pytest.mark.parametrize("question", ["exclude-newer", "--exclude-newer"])
def test_search_finds_options(question, address, visit):
    assert any("/install-as-of-date.html" in link for link in search(visit(address), question))


def test_no_question_breaks_the_search(address, visit):
    visited = visit(address)
    for question in HOSTILE:
        ask(visited.page, question)
        visited.page.wait_for_timeout(200)
    assert "/numpy-api-removal.html" in search(visited, "np.float")[0]
    assert visited.complaints == []
    assert visited.page.evaluate("window.hit") is None


def search(visited, question):
    """Ask the site's own search and give the addresses of its answers, best first."""
    ask(visited.page, question)
    answers(visited.page).first.wait_for()
    visited.page.wait_for_timeout(300)
    return [link.get_attribute("href") for link in answers(visited.page).all()]


def ask(page, question):
    """Type a question into the search: Material's box in the header, or Zensical's dialogue."""
    page.wait_for_load_state("networkidle")
    box = page.locator("input:is([name=query], [role=combobox]):visible")
    if not box.count():
        page.locator(".md-search__button").click()
    box.click()
    box.fill(question)
    page.keyboard.press("End")  # Material listens to keys


def answers(page):
    """Find the links of the answers."""
    return page.locator("a.md-search-result__link, [role=listbox] a, [role=option] a, a[role=option]")
