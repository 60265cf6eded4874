import pytest

from congvu.delivery.services import registry


@pytest.fixture(autouse=True)
def registries(monkeypatch):
    """Handlers and jobs registered by a test are known only while it runs."""
    monkeypatch.setattr(registry, "_HANDLERS", {})
    monkeypatch.setattr(registry, "_PERIODIC", {})


@pytest.fixture
def sent():
    """Messages that the handler `note` got."""
    return []


@pytest.fixture
def note(sent):
    def register(**options):
        registry.register_handler("note", lambda message: sent.append(message), **options)

    register()
    return register
