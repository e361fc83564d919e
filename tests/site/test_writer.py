import building

from repro_kb.site import build_site
from repro_kb.site.project import Project
from repro_kb.site.writer import FILES, FOLDERS, write_site


def test_unchanged_files_are_left_alone(tmp_path):
    assert write_site(tmp_path, [("api/a.json", b"1")]) == 1
    stamp = (tmp_path / "api/a.json").stat().st_mtime_ns
    assert write_site(tmp_path, [("api/a.json", b"1")]) == 0
    assert (tmp_path / "api/a.json").stat().st_mtime_ns == stamp


def test_a_file_that_is_no_longer_made_is_removed(tmp_path):
    write_site(tmp_path, [("api/a.json", b"1"), ("api/b.json", b"2")])
    assert write_site(tmp_path, [("api/b.json", b"2")]) == 1
    assert [path.name for path in (tmp_path / "api").iterdir()] == ["b.json"]


def test_hand_written_pages_are_not_touched(tmp_path):
    (tmp_path / "about.md").write_text("# About\n")
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "why.md").write_text("# Why\n")
    write_site(tmp_path, [])
    assert (tmp_path / "about.md").read_text() == "# About\n"
    assert (tmp_path / "guides" / "why.md").read_text() == "# Why\n"


def test_a_build_adds_twins_of_hand_written_pages_and_the_bundle(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    docs = tmp_path / "docs"
    (docs / "guides").mkdir(parents=True)
    (docs / "guides" / "why.md").write_text("---\ndescription: x\n---\n\n# Why\n")
    build_site(docs, building.SMALL)
    assert (docs / "text/guides/why.txt").read_text() == "# Why\n"
    assert (docs / "downloads/catalogue.sqlite").read_bytes().startswith(b"SQLite format 3")
    assert build_site(docs, building.SMALL) == 0


def test_addresses_come_from_mkdocs_yml(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text("repo_url: https://example.org/code/\nsite_url: https://example.org/site\n")
    project = Project.of(config)
    assert (project.repo_url, project.site_url) == ("https://example.org/code", "https://example.org/site/")


def test_without_mkdocs_yml_the_addresses_are_the_usual_ones(tmp_path):
    assert Project.of(tmp_path / "mkdocs.yml") == Project()


def test_mkdocs_yml_of_this_project_names_the_usual_addresses():
    assert Project.of(building.ROOT / "mkdocs.yml") == Project()


def test_git_ignores_all_that_is_generated():
    ignored = (building.ROOT / ".gitignore").read_text("utf-8").splitlines()
    written = [*(f"/docs/{folder}/" for folder in FOLDERS), *(f"/docs/{file}" for file in FILES)]
    assert [path for path in written if path not in ignored] == []
