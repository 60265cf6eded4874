import pytest

from congvu.directory.queries import forget_standings


@pytest.fixture(autouse=True)
def _forget_what_a_process_keeps():
    """Tests roll back and reuse keys, so that nothing that is kept for ever may outlive one."""
    forget_standings()
