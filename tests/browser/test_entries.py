import building
import pytest

HOSTILE = building.small_catalogue().entry("hostile-title")
HOSTILE_FIX = building.small_catalogue().entry("hostile-fix")


def squeeze(text):
    return " ".join(text.split())


def test_a_copy_button_copies_the_command(address, visit):
    page = visit(address + "challenges/plain-problem.html", permissions=["clipboard-read", "clipboard-write"]).page
    block = page.locator("pre.kb-run").first
    block.hover()
    block.locator("button").first.click()
    page.wait_for_timeout(200)
    expected = building.small_catalogue().entry("plain-problem").checks[0].run
    assert page.evaluate("navigator.clipboard.readText()").strip() == expected


def test_the_command_of_every_step_has_a_copy_button(address, visit):
    page = visit(address + "mitigations/install-as-of-date.html").page
    steps = building.catalogue().entry("install-as-of-date").steps
    page.locator("pre.kb-run button").first.wait_for(state="attached")
    assert page.locator(".kb-checks pre.kb-run button").count() == sum(bool(step.run) for step in steps)


@pytest.mark.parametrize("path", ["challenges/hostile-title", "mitigations/hostile-fix", "challenges/index", "mitigations/index",
                                  "browse/table", "browse/matrix", "browse/packages", "browse/a-z", "browse/poster", "browse/fair"])  # fmt: skip
def test_hostile_text_runs_nothing(path, address, visit):
    visited = visit(f"{address}{path}.html")
    assert visited.page.evaluate("window.hit") is None
    assert visited.page.locator("img[src=x]").count() == 0
    assert visited.page.locator("a[href^='javascript']").count() == 0
    assert visited.page.locator("[onerror], [onclick]").count() == 0
    assert visited.complaints == []


@pytest.mark.parametrize("entry", [HOSTILE, HOSTILE_FIX], ids=lambda entry: entry.id)
def test_a_hostile_title_stays_text_in_heading_and_window(entry, address, visit):
    folder = "challenges" if entry is HOSTILE else "mitigations"
    page = visit(f"{address}{folder}/{entry.id}.html").page
    assert squeeze(page.locator("h1").inner_text().replace("¶", "")) == entry.title
    assert page.title().startswith(entry.title)


def test_hostile_symptoms_and_templates_stay_text(address, visit):
    page = visit(address + "challenges/hostile-title.html").page
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    shown = page.locator(".kb-symptoms > li").all_text_contents()
    assert shown == [symptom.text for symptom in HOSTILE.symptoms]
    template = HOSTILE.signatures[0]
    assert page.locator(".kb-templates > li > code").all_text_contents() == [template.template]
    assert page.locator(".kb-templates pre > code").first.text_content().strip() == template.matches[0]


def test_a_hostile_command_is_shown_and_copied_as_it_is(address, visit):
    page = visit(address + "mitigations/hostile-fix.html").page
    assert page.locator("pre.kb-run > code").last.text_content() == HOSTILE_FIX.verify.run + "\n"


def test_folded_parts_open_by_keyboard(address, visit):
    page = visit(address + "challenges/numpy-api-removal.html").page
    summary = page.locator("summary", has_text="how people say it")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".kb-symptoms").is_visible()
