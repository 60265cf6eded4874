"""All gates of `make check`: each is run, each says in a line whether it holds, none hides another."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
if not (BIN / "ruff").exists():
    BIN = ROOT / ".venv" / "bin"

# The matrix of roles opens every address as everybody: minutes, so it belongs to `make test` alone.
QUICK = ["-p", "no:cacheprovider", "--ignore=tests/house/test_matrix.py"]


def gates() -> list[tuple[str, list[str]]]:
    """Return the gates: a name and the command that must end with 0."""
    python = [sys.executable, "-m"]
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "src").glob("**/templates/**/*.html"))
    django = [*python, "config.cli"]
    found = [
        ("ruff", [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise", "src", "tests", "tools"]),
        ("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "src", "tests", "tools"]),
        ("mypy --strict", [*python, "mypy", "src"]),
        ("import-linter", [str(BIN / "lint-imports"), "--no-cache"]),
        ("django check", [*django, "check"]),
        ("makemigrations", [*django, "makemigrations", "--check", "--dry-run"]),
        ("house tests", [*python, "pytest", "tests/house", "-n0", *QUICK]),
    ]
    if templates:
        found.insert(4, ("djhtml", [*python, "djhtml", "--check", "--tabwidth", "2", *templates]))
    return found


def main() -> int:
    """Run every gate whose name contains a word given (all without words); return 1 when one fails."""
    env = os.environ | {
        "PYTHONPATH": "src:.",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "NO_COLOR": "1",
    }
    failed = []
    for name, words in gates():
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        started = time.monotonic()
        done = subprocess.run(
            words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        print(
            f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)",
            flush=True,
        )
        if done.returncode:
            failed.append(name)
            print(done.stdout, flush=True)
        elif name == "house tests":
            print("     " + done.stdout.strip().splitlines()[-1], flush=True)
    print(f"check: {', '.join(failed)} failed" if failed else "check: all gates hold", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
