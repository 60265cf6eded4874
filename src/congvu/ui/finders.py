"""Static files from npm packages by allow-list: only files named in `data/assets.toml` exist."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Warning
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

LIST = Path(__file__).parent / "data" / "assets.toml"
_SOURCE_MAP = re.compile(rb"/\*# sourceMappingURL=[^*]*\*/\s*$")


@dataclass(frozen=True, slots=True)
class Asset:
    """One served file of an npm package: where it is served, where it lies, under which licence."""

    path: str
    package: str
    source: Path
    licence: str


def packages_root() -> Path:
    """Return the folder that `npm ci` fills."""
    return Path(settings.NODE_MODULES)


@cache
def assets(root: Path) -> dict[str, Asset]:
    """Return every allowed file under its static path.

    Args:
        root: the folder of npm packages (node_modules).
    """
    found: dict[str, Asset] = {}
    for package in tomllib.loads(LIST.read_text(encoding="utf-8"))["package"]:
        for path, inner in package["files"]:
            source = root / package["name"] / inner
            found[path] = Asset(path, package["name"], source, package["licence"])
    return found


class PackageStorage(FileSystemStorage):
    """Reads the allowed files; reports no source map, since maps are not served."""

    def path(self, name: str) -> str:
        return str(assets(packages_root())[name].source)

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        content = Path(self.path(name)).read_bytes()
        if name.endswith(".css"):
            content = _SOURCE_MAP.sub(b"", content)
        return ContentFile(content, name=name)


class AssetFinder(BaseFinder):
    """Finds the allowed files of npm packages; listed in STATICFILES_FINDERS."""

    storage = PackageStorage()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Warn in one sentence when packages are missing and nothing was collected either."""
        missing = [a.path for a in assets(packages_root()).values() if not a.source.is_file()]
        if not missing or (Path(settings.STATIC_ROOT) / "ui").is_dir():
            return []
        hint = "Run `make node_modules` (npm ci), or use a release archive with collected files."
        return [Warning(f"{len(missing)} front-end files are missing.", hint=hint, id="ui.W001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file's place on disk, or nothing when it is not allowed or not installed."""
        asset = assets(packages_root()).get(path)
        if asset is None or not asset.source.is_file():
            return []
        return [str(asset.source)] if find_all else str(asset.source)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Yield each allowed file that is installed, with the storage that reads it."""
        patterns = [*(ignore_patterns or [])]
        ignored: Callable[[str, Any], bool] = utils.matches_patterns
        for path, asset in assets(packages_root()).items():
            if asset.source.is_file() and not ignored(path, patterns):
                yield path, self.storage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes every served file, and the imports between our own modules too."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return a file's address, looked up once in a process: collected files do not change under it."""
        if force or settings.DEBUG:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]
