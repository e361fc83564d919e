"""What the tests share: a tiny catalogue, the real one, and a way to run the command line."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from repro_kb.cli import main
from repro_kb.compiler import open_bundle
from repro_kb.loader import load_catalogue_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repro_kb import Catalogue
    from repro_kb.bundle import Bundle

ROOT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "data" / "tiny"


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep compiled catalogues away from the user's cache, and the user's settings away from the tests."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setenv("LOCALAPPDATA", str(folder))
        for name in ("REPRO_KB_CATALOGUE", "NO_COLOR", "COLUMNS"):
            patch.delenv(name, raising=False)
        yield folder


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Load the real catalogue, once for all tests."""
    return load_catalogue_folder(ROOT / "catalogue")


@pytest.fixture
def tiny() -> Path:
    """Give the tiny catalogue, to read."""
    return TINY


@pytest.fixture
def tiny_copy(tmp_path: Path) -> Path:
    """Give a copy of the tiny catalogue, to break."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command in this process, and show both of its streams when its exit code is another one."""

    def invoke(*args: object, code: int = 0, **options: Any) -> Result:
        result = CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False, **options)
        streams = f"--- stdout\n{result.stdout}\n--- stderr\n{result.stderr}"
        assert result.exit_code == code, f"exit code {result.exit_code}, expected {code}\n{streams}"
        return result

    return invoke


@pytest.fixture(scope="session")
def bundle(cache: Path) -> Iterator[Bundle]:  # noqa: ARG001  # the order of the two matters
    """Compile the real catalogue once, into the cache from which the command line reads it as well."""
    with closing(open_bundle()) as opened:
        yield opened
