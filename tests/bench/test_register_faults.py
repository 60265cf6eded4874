"""Killed while they register, sign and issue: a few seconds of it on each database, in real processes."""

import os
import subprocess
import sys

import pytest
from tools.pg import server_programs

BASES = [
    "sqlite",
    pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(server_programs() is None, reason="no PostgreSQL server programs"),
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("base", BASES)
def test_killed_processes_leave_whole_books(base):
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        env.pop(name, None)
    words = [sys.executable, "-m", "tests.bench.register_faults", "--on", base, "--seconds", "3"]
    done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=400)
    last = (done.stdout.strip() or done.stderr.strip()).splitlines()[-1]
    assert last.endswith(": met"), f"{last}\n{done.stderr[-2000:]}"
