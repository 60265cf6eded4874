import pytest

from congvu.directory.queries import forget_standings
from congvu.signing.tests.world import People, equipped, people


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Folders of keys and secrets of its own for each test; no service is configured."""
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_PKCS11_MODULE, settings.SIGNING_TSA_URL, settings.SIGNING_CSC = "", "", {}
    settings.SIGNING_LTV = settings.SIGNING_TSA_REQUIRED = False
    forget_standings()
    return settings.SIGNING_DIR


@pytest.fixture
def world(db) -> People:
    """People whose leader and agency can sign."""
    return equipped()


@pytest.fixture
def bare(db) -> People:
    """People without certificates."""
    return people()
