"""See to it that programs of the operating system are here: chromium, postgresql, poppler, softhsm."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.pg import server_programs


def missing(name: str) -> bool:
    """Tell whether the program called `name` (a Debian package's name) is missing here."""
    if name == "postgresql":
        return server_programs() is None
    if name == "chromium":
        return not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    if name == "poppler-utils":
        return shutil.which("pdftotext") is None
    if name == "softhsm2":
        return shutil.which("softhsm2-util") is None
    raise SystemExit(f"need.py: không biết chương trình {name!r} (unknown program).")


def install(names: list[str]) -> bool:
    """Install Debian packages as root; return whether that could be tried and went well."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Cài {', '.join(names)} bằng apt-get …", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    if subprocess.run(words, env=env, stdout=subprocess.DEVNULL).returncode == 0:
        return True
    subprocess.run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL)
    return subprocess.run(words, env=env, stdout=subprocess.DEVNULL).returncode == 0


def main() -> int:
    """Install what is missing of the programs named, or say how to."""
    wanted = [name for name in sys.argv[1:] if missing(name)]
    if wanted and not (install(wanted) and not any(map(missing, wanted))):
        print(
            f"Thiếu: {', '.join(wanted)}. Hãy cài bằng quyền quản trị: apt-get install {' '.join(wanted)}\n"
            f"Missing: {', '.join(wanted)}. Install them as root, e.g.: apt-get install {' '.join(wanted)}",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
