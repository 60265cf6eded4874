"""Pin requirements/*.in into requirements/*.txt with hashes, without naming where packages come from."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"[a-z+]+://", re.IGNORECASE)


def compile_one(name: str, *more: str) -> None:
    """Pin requirements/`name`.in; raise SystemExit when uv fails or an address slipped in."""
    target = ROOT / "requirements" / f"{name}.txt"
    words = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        f"requirements/{name}.in",
        "-o",
        f"requirements/{name}.txt",
    ]
    words += ["--generate-hashes", "--universal", "--python-version", "3.12", "--no-header", "--quiet"]
    words += ["--no-emit-index-url", "--no-emit-find-links", *more]
    if subprocess.run(words, cwd=ROOT).returncode:
        raise SystemExit(f"Không ghim được {target.name} (could not be pinned).")
    if ADDRESS.search(target.read_text(encoding="utf-8")):
        raise SystemExit(
            f"{target.name} có địa chỉ kho gói; đừng đưa vào (it names an address; do not commit it)."
        )


def main() -> None:
    """Pin the development set first, so that production is a part of what was tested.

    What stands in `apart.in` asks for versions that we do not run (eark-validator: lxml 5.1.0); it judges
    packages in tests and works with ours, so that it is installed without its own wishes.
    """
    compile_one("dev", *sys.argv[1:])
    compile_one("base", "-c", "requirements/dev.txt", *sys.argv[1:])
    compile_one("apart", "--no-deps", *sys.argv[1:])


if __name__ == "__main__":
    main()
