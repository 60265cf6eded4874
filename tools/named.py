"""Run the bench or scenario of a name: `tools/named.py tests/bench http` runs tests/bench/http.py.

It runs with a data folder of its own (CONGVU_DATA) that is gone afterwards.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

MAIN = 'if __name__ == "__main__":'


def names(folder: Path) -> list[str]:
    """Return the names that `folder` offers, with hyphens: the modules that can be run, not their helpers."""
    runnable = (path.stem for path in folder.glob("*.py") if MAIN in path.read_text(encoding="utf-8"))
    return sorted(stem.replace("_", "-") for stem in runnable if not stem.startswith("test_"))


def main() -> int:
    """List what there is, or run the one named with the remaining arguments; return its exit code."""
    folder = Path(sys.argv[1])
    known = names(folder)
    if len(sys.argv) < 3 or sys.argv[2].replace("_", "-") not in known:
        print(
            f"Chọn NAME trong: {', '.join(known) or '(chưa có)'} (choose a NAME among these)", file=sys.stderr
        )
        return 2
    module = ".".join((*folder.parts, sys.argv[2].replace("-", "_")))
    with tempfile.TemporaryDirectory(prefix="congvu-data-") as data:
        env = {"CONGVU_DATA": data, "DJANGO_SETTINGS_MODULE": "config.settings.test"} | os.environ
        return subprocess.run([sys.executable, "-m", module, *sys.argv[3:]], env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
