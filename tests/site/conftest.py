"""Fixtures of the site's tests."""

import building
import pytest


@pytest.fixture(scope="session", params=building.BUILDERS)
def site(request):
    """Give a built site, once for each builder."""
    return building.built(request.param)


@pytest.fixture(scope="session")
def files():
    """Give the generated files of the small catalogue by path."""
    return building.small_files()
