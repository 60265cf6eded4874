"""The providers of the product, and those that a site adds."""

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.signing.providers.base import Provider


def all_providers() -> dict[str, Provider]:
    """Return every provider by its code, in the order of the setting SIGNING_PROVIDERS."""
    made = [import_string(path)() for path in settings.SIGNING_PROVIDERS]
    return {provider.code: provider for provider in made}


def provider_of(code: str) -> Provider:
    """Return a provider that this site can use; raise ActionRefused otherwise."""
    provider = all_providers().get(code)
    if provider is None or not provider.configured():
        words = _("Hệ thống chưa được cấu hình nơi giữ khóa “%(code)s”.") % {"code": code}
        raise ActionRefused(words, code="provider", status=409)
    return provider
