"""The seal over secrets in the database, and changing its keys while the house runs."""

from django.conf import settings
from django.db import models, transaction

from congvu.common.sealing import Sealer

_SEALED: dict[type[models.Model], tuple[str, ...]] = {}


def sealer() -> Sealer:
    """Return the seal of this installation."""
    return Sealer(settings.SEALING_KEYS_FILE, settings.SEALING_KEYS)


def register_sealed(model: type[models.Model], *columns: str) -> None:
    """Name the columns of a model that hold sealed texts, so that a change of keys reaches them too."""
    _SEALED[model] = columns


def renew_keys() -> int:
    """Put a new key first and seal every secret anew with it; return how many rows. Old keys still open.

    Safe at any time and to be run again: each row is changed only when it still holds what was read.
    """
    seal = sealer()
    if not settings.SEALING_KEYS:
        seal.add_key()
    return sum(_renewed(model, columns, seal) for model, columns in _SEALED.items())


def _renewed(model: type[models.Model], columns: tuple[str, ...], seal: Sealer) -> int:
    done = 0
    for row in model._base_manager.values("pk", *columns):
        anew = {name: seal.renewed(row[name]) for name in columns}
        if any(anew.values()):
            with transaction.atomic():
                done += model._base_manager.filter(**row).update(**anew)
    return done
