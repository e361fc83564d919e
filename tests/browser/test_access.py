from pathlib import Path

import axe_core_python
import pytest

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
PAGES = [
    "index", "challenges/numpy-api-removal", "challenges/hostile-title", "mitigations/install-as-of-date", "challenges/index",
    "browse/table", "browse/matrix", "browse/packages", "browse/references", "browse/fair", "cases/poverty-mapping", "guides/playbook",
    "guides/why", "guides/preflight", "cli/commands", "python", "data",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious_in_light_and_dark(path, address, visit):
    page = visit(f"{address}{path}.html", bypass_csp=True).page
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    page.add_script_tag(content=AXE)
    assert {scheme: serious(page, scheme) for scheme in ("light", "dark")} == {"light": {}, "dark": {}}


def serious(page, scheme):
    """Run axe in a colour scheme and give what it finds serious or critical, by rule."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_timeout(400)  # the theme fades colours
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return {
        rule["id"]: [f"{node['html'][:160]} {node['failureSummary'][:200]}" for node in rule["nodes"][:3]]
        for rule in found
        if rule["impact"] in ("serious", "critical")
    }
