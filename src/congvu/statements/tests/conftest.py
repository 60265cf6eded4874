from congvu.dossiers.tests.conftest import _forget_what_a_process_keeps  # noqa: F401 — a fixture
