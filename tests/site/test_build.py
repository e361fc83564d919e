import gzip
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import building
import yaml

CONFIG = yaml.safe_load((building.ROOT / "mkdocs.yml").read_text())


class Page(HTMLParser):
    """Collects what a page leads to, loads, and can be led to."""

    def __init__(self, path):
        super().__init__()
        self.targets, self.loads, self.ids = [], [], set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.targets.append(given["href"])
        if tag in ("script", "img", "iframe", "source") and given.get("src"):
            self.loads.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload", "preconnect", "modulepreload"):
            self.loads.append(given["href"])


def normalised(path):
    parts = []
    for part in PurePosixPath(path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_both_builders_make_the_same_pages():
    assert building.pages(building.built("material")) == building.pages(building.built("zensical"))


def test_every_entry_has_its_page(site):
    expected = {f"challenges/{entry.id}.html" for entry in building.catalogue().challenges}
    expected |= {f"mitigations/{entry.id}.html" for entry in building.catalogue().mitigations}
    assert expected <= set(building.pages(site))


def test_no_page_is_heavy(site):
    sizes = {name: len(gzip.compress((site / name).read_bytes(), 9)) for name in building.pages(site)}
    assert {name: size for name, size in sizes.items() if size > 60_000} == {}


def test_no_internal_link_is_broken(site):
    pages = {name: Page(site / name) for name in building.pages(site)}
    broken = []
    for name, page in pages.items():
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or name == "404.html":
                continue
            path = normalised(PurePosixPath(name).parent / unquote(parts.path)) if parts.path else name
            path = path if not (site / path).is_dir() else f"{path}/index.html".lstrip("/")
            wanted = unquote(parts.fragment)
            if not (site / path).is_file() or (wanted and path in pages and wanted not in pages[path].ids):
                broken.append(f"{name}: {target}")
    assert broken == []


def test_no_page_loads_anything_from_another_host(site):
    loads = {load for name in building.pages(site) for load in Page(site / name).loads}
    assert [load for load in loads if urlsplit(load).scheme not in ("", "data") or urlsplit(load).netloc] == []


def test_the_edit_button_of_an_entry_leads_to_its_yaml(site):
    page = (site / "challenges/plain-problem.html").read_text("utf-8")
    address = "https://github.com/repro-kb/repro-kb/edit/main/catalogue/infrastructure/challenges/plain-problem.yml"
    assert f'<a href="{address}" title="Edit this page" class="md-content__button md-icon" rel="edit">' in page


def test_every_edit_button_leads_to_a_file_that_exists(site):
    opening = 'rel="edit"'
    prefix = "https://github.com/repro-kb/repro-kb/edit/main/"
    targets = {
        target.removeprefix(prefix)
        for name in building.pages(site)
        if opening in (site / name).read_text("utf-8")
        for target in Page(site / name).targets
        if target.startswith(prefix)
    }
    assert len(targets) > len(list(building.catalogue()))
    assert [target for target in targets if not (building.project() / target).exists()] == []


def test_data_files_reach_the_built_site(site):
    for path in ("llms.txt", "api/v1/catalogue.json", "schemas/challenge.schema.json", "downloads/links.csv",
                 "downloads/catalogue.sqlite", "text/guides/preflight.txt", "text/challenges/plain-problem.txt",
                 "challenges/hostile-name-of-old.html", "sitemap.xml"):  # fmt: skip
        assert (site / path).is_file(), path


def test_nothing_of_the_workshop_reaches_the_built_site(site):
    assert not [path for path in site.rglob("*") if path.suffix in (".py", ".j2", ".pyc")]


def test_two_builds_give_the_same_bytes():
    first, second = building.built("material"), building.material("again")
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    assert [str(path) for path in files if (first / path).read_bytes() != (second / path).read_bytes()] == []


def test_the_sitemap_lists_every_entry(site):
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    for entry in building.catalogue():
        assert f"s/{entry.id}.html</loc>" in sitemap


def test_plugins_stay_few():
    names = [plugin if isinstance(plugin, str) else next(iter(plugin)) for plugin in CONFIG["plugins"]]
    assert names == ["search", "mkdocstrings"]
