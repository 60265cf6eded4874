"""The allow-list of assets: complete, licensed, hashable; icons and their sprite agree."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from congvu.ui import services
from congvu.ui.finders import AssetFinder, assets, packages_root
from congvu.ui.management.commands.build_icons import SPRITE, build_sprite
from congvu.ui.messages import URGENCY
from congvu.ui.queries import icon_names

SRC = Path(settings.ROOT) / "src" / "congvu"
pytestmark = pytest.mark.skipif(not packages_root().is_dir(), reason="front-end packages are not installed")


@pytest.mark.parametrize("path", sorted(assets(packages_root())))
def test_asset_exists_and_carries_the_licence_of_its_package(path: str) -> None:
    asset = assets(packages_root())[path]
    assert asset.source.is_file()
    manifest = json.loads((packages_root() / asset.package / "package.json").read_text())
    stated = manifest["license"].replace("BSD-0-Clause", "0BSD").split(" AND ")
    assert asset.licence in stated


def test_every_package_ships_its_licence_text() -> None:
    licensed = {a.package for p, a in assets(packages_root()).items() if p.endswith("LICENSE")}
    needed = {a.package for a in assets(packages_root()).values()} - {"@tabler/core"}  # same author and text
    assert licensed == needed


def test_a_file_outside_the_list_is_not_found() -> None:
    assert AssetFinder().find("vendor/tabler/tabler.css") == []
    assert AssetFinder().find("../package.json") == []


def test_dependencies_are_pinned_without_registry_addresses() -> None:
    root = Path(settings.ROOT)
    assert "resolved" not in (root / "package-lock.json").read_text()
    manifest = json.loads((root / "package.json").read_text())
    for name, version in (manifest["dependencies"] | manifest["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name


def test_sprite_is_what_the_list_of_icons_says() -> None:
    assert SPRITE.read_text(encoding="utf-8") == build_sprite(icon_names())
    assert icon_names() == sorted(set(icon_names()))


def test_every_icon_named_in_a_template_or_in_code_is_in_the_sprite() -> None:
    names = set(icon_names())
    used = {
        (file.name, name)
        for file in SRC.rglob("*.html")
        for name in re.findall(r"\{% icon \"([^\"]+)\"", file.read_text(encoding="utf-8"))
    }
    used |= {(item.url_name, item.icon) for item in services.nav_items()}
    used |= {(badge.label, badge.icon) for badge in URGENCY.values()}
    used |= {(badge.label, badge.icon) for kind in services._badges.values() for badge in kind.values()}
    assert len(used) > 20
    assert sorted(pair for pair in used if pair[1] not in names) == []


def test_collectstatic_hashes_every_file(tmp_path: Path, settings) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "congvu.ui.finders.HashedStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert set(assets(packages_root())) <= set(manifest)
    desk = (tmp_path / manifest["ui/css/fonts.css"]).read_text()
    for font in re.findall(r'url\("([^"]+)"\)', desk):
        assert (tmp_path / "ui" / "css" / font).resolve().is_file(), font
    modules = (tmp_path / manifest["ui/js/desk.js"]).read_text()
    assert re.search(r"\./dialogs\.[0-9a-f]{12}\.js", modules)
