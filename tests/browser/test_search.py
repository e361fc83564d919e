import pytest

QUESTIONS = [
    ("np.float", "numpy-api-removal"),
    ("weights_only", "checkpoint-weights-only-blocked"),
    ("CUBLAS_WORKSPACE_CONFIG", "determinism-error-raised"),
    ("AttributeError: module 'numpy' has no attribute 'float'", "numpy-api-removal"),
    ("ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject", "abi-mismatch"),
    ("RuntimeError: Dataset scripts are no longer supported, but found", "dataset-loader-script-unsupported"),
    ("_pickle.UnpicklingError: Weights only load failed", "checkpoint-weights-only-blocked"),
    ("exclude-newer", "install-as-of-date"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "entry"), QUESTIONS)
def test_search_finds_dotted_names_and_whole_error_lines(question, entry, address, visit):
    page = visit(address).page
    found = search(page, question)
    assert any(f"/{entry}.html" in link for link in found[:5]), found[:5]


def search(page, question):
    """Ask the site's own search and give the addresses of its answers."""
    if page.locator("input[name=query]").count():  # Material
        page.locator("input[name=query]").click()
        page.locator("input[name=query]").fill(question)
        links = page.locator("li.md-search-result__item > a.md-search-result__link")
    else:
        page.keyboard.press("/")
        page.locator("input[type=text], input[type=search]").last.fill(question)
        links = page.locator("a[href*='.html']")
    page.wait_for_timeout(2500)
    return [link.get_attribute("href") for link in links.all()]
