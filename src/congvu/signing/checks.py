"""Checks of what signing needs on the machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def module_is_there(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when the PKCS#11 library that the site names is not on the machine."""
    module = settings.SIGNING_PKCS11_MODULE
    if module and not Path(module).is_file():
        words = f"SIGNING_PKCS11_MODULE={module}: không có thư viện PKCS#11 này."
        return [Warning(words, id="signing.W001")]
    return []


@register()
def secrets_are_private(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when others on the machine can read the folders of keys and their secrets."""
    found: list[CheckMessage] = []
    for folder in (Path(settings.SIGNING_KEYS_DIR), Path(settings.SIGNING_SECRETS_DIR)):
        if folder.is_dir() and folder.stat().st_mode & 0o077:
            words = f"Thư mục {folder} cho người khác đọc; hãy đặt quyền 0700."
            found.append(Warning(words, id="signing.W002"))
    return found
