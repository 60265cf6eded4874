"""Nothing is written that its column cannot hold: the same answer on both databases, in words."""

from functools import cache

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused


def fitting[M: models.Model](row: M) -> M:
    """Return `row`, about to be written, when every text fits its column.

    Raises:
        ActionRefused: one does not; the sentence names it in the words of the model.
    """
    for name, label, most in _limits(type(row)):
        text = getattr(row, name)
        if isinstance(text, str) and len(text) > most:
            raise ActionRefused(
                _("%(label)s: tối đa %(most)s ký tự.") % {"label": capfirst(label), "most": most},
                code="too-long",
                field=name,
            )
    return row


@cache
def _limits(model: type[models.Model]) -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (field.attname, str(field.verbose_name), field.max_length)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.max_length
    )
