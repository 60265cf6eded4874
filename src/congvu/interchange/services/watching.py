"""Alarms: what has waited too long for its urgency, and connections that have not answered for a while."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.interchange.models import Connection, OutboundMessage
from congvu.interchange.queries.traffic import overdue_outbound
from congvu.interchange.services.telling import link_to, subject_of, tell_connection, tell_registry

SILENT = timedelta(minutes=15)


def raise_alarms() -> int:
    """Tell the registries what stands still, each thing once; return how many."""
    return sum(_alarm(package) for package in overdue_outbound()) + sum(
        _silent(connection)
        for connection in Connection.objects.filter(
            active=True, failing_since__lt=timezone.now() - SILENT, alarmed_at__isnull=True
        )
    )


@transaction.atomic
def _alarm(package: OutboundMessage) -> int:
    rows = OutboundMessage.objects.filter(pk=package.pk, alarmed_at__isnull=True, state=package.state)
    if not rows.update(alarmed_at=timezone.now()):
        return 0
    said = _("Văn bản %(code)s gửi %(to)s chưa lên trục sau %(minutes)s phút. %(why)s") % {
        "code": package.code,
        "to": package.to_name or package.to_code,
        "minutes": int((timezone.now() - package.created_at).total_seconds() // 60),
        "why": package.note[:200],
    }
    link = link_to("desk:exchange_box", "ket")
    tell_registry([package.agency_id], "exchange.late", said, link=link, subject=subject_of(package))
    return 1


@transaction.atomic
def _silent(connection: Connection) -> int:
    rows = Connection.objects.filter(pk=connection.pk, alarmed_at__isnull=True)
    if not rows.update(alarmed_at=timezone.now()):
        return 0
    since = timezone.localtime(connection.failing_since)
    said = _("Kết nối “%(name)s” không liên lạc được từ %(at)s: %(why)s") % {
        "name": connection.name,
        "at": f"{since:%H:%M %d/%m/%Y}",
        "why": connection.poll_error[:200],
    }
    tell_connection(connection, said)
    return 1
