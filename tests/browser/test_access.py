from pathlib import Path

import axe_core_python
import pytest

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
KINDS = [
    "index",
    "challenges/numpy-api-removal",
    "mitigations/install-as-of-date",
    "browse/table",
    "browse/packages",
    "guides/playbook",
]
OTHERS = [
    "challenges/index",
    "browse/matrix",
    "browse/fair",
    "browse/references",
    "cases/poverty-mapping",
    "guides/preflight",
    "cli/commands",
    "python",
    "data",
]
PAGES = [("material", path) for path in KINDS + OTHERS] + [("zensical", path) for path in KINDS]
SHORTEN = "list => [...list.querySelectorAll('tbody tr, dt, dd')].slice(20).forEach(part => part.remove())"  # all alike


@pytest.mark.parametrize(("builder", "path"), PAGES, indirect=["builder"])
def test_axe_finds_nothing_serious_in_light_and_dark(path, address, visit):
    page = visit(f"{address}{path}.html", bypass_csp=True, reduced_motion="reduce").page
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.evaluate("document.querySelectorAll('table, dl').forEach(shorten)".replace("shorten", SHORTEN))
    page.add_script_tag(content=AXE)
    light = serious(page, "light", "{}")
    dark = serious(page, "dark", "{runOnly: ['color-contrast']}")  # what a scheme can change
    assert {"light": light, "dark": dark} == {"light": {}, "dark": {}}


def serious(page, scheme, options):
    """Run axe in a colour scheme and give what it finds serious or critical, by rule."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(300)  # the theme fades colours
    found = page.evaluate(f"axe.run(document, {options})")["violations"]
    return {
        rule["id"]: [f"{node['html'][:160]} {node['failureSummary'][:200]}" for node in rule["nodes"][:3]]
        for rule in found
        if rule["impact"] in ("serious", "critical")
    }
