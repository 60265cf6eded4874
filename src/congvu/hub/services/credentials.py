"""Credentials: issued, given a second secret, revoked; secrets are shown once and kept sealed."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.hub.models import HubAgency, HubCredential, HubSecret
from congvu.hub.rules.parameters import normal
from congvu.hub.services.agencies import KEEPER
from congvu.hub.services.journal import journal
from congvu.interchange.services.sealing import sealer

SHORTEST = 16


@transaction.atomic
def issue(
    system_id: str,
    agency_code: str,
    *,
    actor: Actor,
    label: str = "",
    whole_tree: bool = True,
    secret: str = "",
    per_minute: int = 1200,
) -> tuple[HubCredential, str]:
    """Issue a credential; return it with its secret, which is never shown again.

    Args:
        system_id: the name that the system calls itself.
        agency_code: for whom it speaks.
        label: which software it is.
        whole_tree: whether it speaks for the agencies below as well.
        secret: one that a system brings along (at least 16 characters); made unless given.
        per_minute: how often it may call.
    """
    demand(actor, KEEPER)
    system_id = "".join(system_id.split())
    agency = HubAgency.objects.filter(codes__code=normal(agency_code)).first()
    if agency is None:
        raise ActionRefused(_("Không có cơ quan mang mã %(code)s.") % {"code": agency_code}, field="agency")
    if not system_id or not system_id.isascii() or HubCredential.objects.filter(system_id=system_id).exists():
        raise ActionRefused(_("Mã hệ thống trống, có dấu, hoặc đã dùng."), field="system_id")
    credential = HubCredential.objects.create(
        system_id=system_id,
        agency=agency,
        label=one_line(label)[:200],
        whole_tree=whole_tree,
        per_minute=per_minute,
        created_at=timezone.now(),
    )
    plain = _add(credential, secret)
    journal("hub.credential_issued", agency.pk, actor, system_id=system_id, code=agency.code)
    return credential, plain


@transaction.atomic
def rotate(system_id: str, *, actor: Actor, keep_hours: int = 24 * 7, secret: str = "") -> str:
    """Give a credential a further secret; the ones before work for `keep_hours` more."""
    demand(actor, KEEPER)
    credential = _locked(system_id)
    until = timezone.now() + timedelta(hours=keep_hours)
    usable = Q(expires_at__isnull=True) | Q(expires_at__gt=until)
    credential.secrets.filter(usable, revoked_at__isnull=True).update(expires_at=until)
    plain = _add(credential, secret)
    journal("hub.credential_rotated", credential.agency_id, actor, system_id=system_id)
    return plain


@transaction.atomic
def revoke(system_id: str, *, actor: Actor, old_only: bool = False) -> None:
    """Revoke a credential at once, or only the secrets before the newest one."""
    demand(actor, KEEPER)
    credential = _locked(system_id)
    standing = credential.secrets.filter(revoked_at__isnull=True)
    if old_only:
        standing = standing.exclude(pk=getattr(standing.order_by("-id").first(), "pk", 0))
    else:
        HubCredential.objects.filter(pk=credential.pk).update(active=False)
    standing.update(revoked_at=timezone.now())
    what = _("các khóa bí mật cũ") if old_only else _("tài khoản")
    journal("hub.credential_revoked", credential.agency_id, actor, system_id=system_id, what=what)


def _locked(system_id: str) -> HubCredential:
    credential = HubCredential.objects.select_for_update().filter(system_id=system_id).first()
    if credential is None:
        raise ActionRefused(_("Không có hệ thống mang mã %(id)s.") % {"id": system_id}, field="system_id")
    return credential


def _add(credential: HubCredential, secret: str) -> str:
    plain = secret or secrets.token_urlsafe(32)
    if len(plain) < SHORTEST:
        raise ActionRefused(_("Khóa bí mật phải có ít nhất %(n)s ký tự.") % {"n": SHORTEST}, field="secret")
    HubSecret.objects.create(credential=credential, sealed=sealer().seal(plain), created_at=timezone.now())
    return plain
