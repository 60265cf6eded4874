import pytest

from congvu.audit.tests.factories import AgencyFactory, actor_in


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A store of its own for each test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def actor(db):
    return actor_in(AgencyFactory())
