"""The tracked files: no addresses of this or that workplace, locks that name no source, true documents."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.db.migrations.loader import MigrationLoader

from tests.house.source import ROOT, tracked

# Written in two halves, so that this file does not name them either.
HOSTS = ["pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "npmjs" + ".com", "debian" + ".org"]
MACHINE = re.compile(r"(?<![\w.])(/" + r"work/|/" + r"root/|/opt/" + r"wheels|/home/" + r"[a-z])")
TARGETS = {"help", "setup", "assets", "run", "test", "test-pg", "e2e", "check", "bench", "scenario"}
TARGETS |= {"map", "lock", "clean"}
TEXT = {
    "",
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".html",
    ".js",
    ".css",
    ".json",
    ".yml",
    ".yaml",
    ".sh",
    ".typ",
}


def places(name: str, text: str) -> list[str]:
    """Hosts of package registries and paths of one machine in a text."""
    found = [f"{name}: names the package registry {host}" for host in HOSTS if host in text]
    return found + [f"{name}: holds the machine's path {match[0]}…" for match in MACHINE.finditer(text)]


def unpinned(name: str, text: str) -> list[str]:
    """Requirements without a hash, with an address, or not pinned to one version."""
    found = [f"{name}: holds an address" for _ in re.findall(r"\w+://", text)[:1]]
    for entry in re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)):
        if entry.strip() and "==" not in entry.splitlines()[0]:
            found.append(f"{name}: {entry.splitlines()[0]} is not pinned")
        elif entry.strip() and "--hash=sha256:" not in entry:
            found.append(f"{name}: {entry.splitlines()[0]} has no hash")
    return found


def _named(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text, re.MULTILINE))


def test_no_file_names_a_registry_or_a_machine() -> None:
    breaches = []
    for path in tracked():
        if path.suffix in TEXT and path.stat().st_size < 2_000_000:
            text = path.read_text(encoding="utf-8", errors="replace")
            breaches += places(str(path.relative_to(ROOT)), text)
    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize("name", ["base", "dev"])
def test_requirements_are_pinned_with_hashes(name: str) -> None:
    path = ROOT / "requirements" / f"{name}.txt"
    assert not unpinned(path.name, path.read_text(encoding="utf-8"))


def test_every_requirement_asked_for_is_pinned() -> None:
    for name in ("base", "dev"):
        wanted = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
        pinned = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").casefold()
        for package in re.findall(r"^([A-Za-z][\w.-]*)", wanted, re.MULTILINE):
            assert f"\n{package.casefold().replace('_', '-')}==" in f"\n{pinned}", f"{package}: run make lock"


def test_the_npm_lock_names_no_source() -> None:
    lock = ROOT / "package-lock.json"
    if not lock.exists():
        pytest.skip("no package-lock.json yet")
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if name and "integrity" not in entry]


def test_no_two_leaves_of_migrations() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert not loader.detect_conflicts()


def test_the_makefile_has_the_targets_of_the_house() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert _named(r"^([a-z][a-z0-9-]*):", makefile) >= TARGETS
    documented = {target for target in TARGETS if re.search(rf"^{target}:.*##", makefile, re.MULTILINE)}
    assert documented == TARGETS - {"help"} or documented == TARGETS


def test_documents_name_targets_and_commands_that_exist() -> None:
    makefile = _named(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"))
    commands = set(get_commands())
    for path in tracked():
        if path.suffix != ".md":
            continue
        text = path.read_text(encoding="utf-8")
        strange = _named(r"`make ([a-z][a-z0-9-]*)", text) - makefile
        strange |= {name.replace("-", "_") for name in _named(r"`congvu ([a-z][a-z_-]*)", text)} - commands
        assert not strange, f"{path.name} names {', '.join(sorted(strange))}, which does not exist"


def test_links_between_documents_lead_somewhere() -> None:
    for path in tracked():
        if path.suffix == ".md":
            for link in re.findall(r"\]\((?!\w+:|#)([^)#]+)", path.read_text(encoding="utf-8")):
                assert (path.parent / link).exists(), f"{path.name} links to {link}, which does not exist"


def test_the_map_is_up_to_date() -> None:
    words = [sys.executable, "tools/house_map.py", "--check"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_version_is_told_once() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"softwareVersion: {version}" in (ROOT / "publiccode.yml").read_text(encoding="utf-8")


def test_a_registry_and_a_machine_are_found() -> None:
    assert len(places("x", "see https://" + HOSTS[0] + "/simple and /" + "root/.cache")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "django==6.1 \\\n    --hash=sha256:00\nlxml>=5\n",
        "django==6.1\n",
        "x==1 \\\n  --hash=sha256:0\n# a://b\n",
    ],
)
def test_a_careless_lock_is_found(text: str) -> None:
    assert len(unpinned("x.txt", text)) == 1


def test_tools_are_documented() -> None:
    for path in sorted((ROOT / "tools").glob("*.py")):
        assert path.read_text(encoding="utf-8").startswith('"""'), f"{path.name} has no docstring"
    assert Path(ROOT / ".ci" / "run").stat().st_mode & 0o100
