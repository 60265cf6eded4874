"""Checks of the store's configuration, in a sentence each."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from congvu.files.services import scanning


def check_files(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Say what is wrong with FILES_SCANNER, FILES_MAX_BYTES or the folder of the store."""
    found: list[CheckMessage] = []
    try:
        scanning.address()
    except ImproperlyConfigured as error:
        found.append(Error(str(error), id="files.E001"))
    if settings.FILES_MAX_BYTES < 1:
        found.append(Error("FILES_MAX_BYTES phải lớn hơn 0 (must be positive).", id="files.E002"))
    folder = Path(settings.MEDIA_ROOT)
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        found.append(Error(f"Thư mục tệp {folder} không ghi được (cannot be written).", id="files.E003"))
    return found
