"""The large benches at a tiny size: they run to their end and measure what they say."""

import os
import re
import subprocess
import sys

import pytest
from tools.pg import server_programs

pytestmark = pytest.mark.skipif(server_programs() is None, reason="no PostgreSQL server programs")
SMALL = {
    "inbox": ["--sizes", "240,360", "--communes", "2", "--rounds", "1"],
    "http": ["--dossiers", "360", "--communes", "4", "--clients", "2", "--seconds", "0.4", "--rounds", "1"],
}
FIGURES = {
    "inbox": {"ratio", "sql"},
    "http": {"intake", "step", "list", "dossiers", "search", "read", "upload", "memory_mb", "errors"},
}


@pytest.mark.parametrize("name", list(SMALL))
def test_a_bench_runs_to_its_end(name, tmp_path):
    env = os.environ | {"CONGVU_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    env.pop("DATABASE_URL", None)
    words = [sys.executable, "-m", f"tests.bench.{name}", *SMALL[name]]
    done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=400)
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith(f"bench {name}: "), done.stderr
    assert done.returncode == (0 if last.endswith(": met") else 1)
    figures = {
        key: float(value) for key, value in re.findall(r"(\w+)=([\d.e+]+)", last.partition("; goal")[0])
    }
    assert FIGURES[name] <= set(figures)
    assert all(figures[key] > 0 for key in FIGURES[name] - {"errors"})
    assert figures.get("errors", 0) == 0, done.stderr
