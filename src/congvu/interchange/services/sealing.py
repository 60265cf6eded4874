"""The seal over secrets of connections, and changing its keys while the house runs."""

from django.conf import settings
from django.db import transaction

from congvu.common.sealing import Sealer
from congvu.interchange.models import Connection


def sealer() -> Sealer:
    """Return the seal of this installation."""
    return Sealer(settings.SEALING_KEYS_FILE, settings.SEALING_KEYS)


def renew_keys() -> int:
    """Put a new key first and seal every secret anew with it; return how many. Old keys still open.

    Safe at any time and to be run again: each row is changed only when it still holds what was read.
    """
    seal = sealer()
    if not settings.SEALING_KEYS:
        seal.add_key()
    done = 0
    for pk, sealed in Connection.objects.exclude(sealed_secret="").values_list("pk", "sealed_secret"):
        with transaction.atomic():
            done += Connection.objects.filter(pk=pk, sealed_secret=sealed).update(
                sealed_secret=seal.renewed(sealed)
            )
    return done
