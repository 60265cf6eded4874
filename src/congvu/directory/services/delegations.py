"""Delegation and absence: who acts for whom, from when to when."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory import queries
from congvu.directory.messages import Actor
from congvu.directory.models import Delegation, Officer, Post
from congvu.directory.permissions import demand
from congvu.directory.services.agencies import touch_officers

LONGEST = timedelta(days=366)
"""A delegation names an end within a year; longer ones are posts."""

SIGNING_FORMS = ("KT.", "TL.", "TUQ.", "Q.")
"""Ways of signing for another (NĐ 30/2020/NĐ-CP Điều 13, Phụ lục I)."""


@transaction.atomic
def delegate(
    *,
    actor: Actor,
    post_id: int,
    substitute_id: int,
    starts_at: datetime,
    ends_at: datetime,
    signing_form: str = "TUQ.",
    reason: str = "",
    now: datetime | None = None,
) -> Delegation:
    """Let another officer act in a post for a time: the actor's own post, or one they administer.

    Raises:
        ActionRefused: the dates are wrong, the substitute is the holder, locked or of another agency,
            or the period overlaps one already given to the same person.
        PermissionDenied: the actor stands in for another, who may not pass the authority on.

    Legal source: NĐ 30/2020/NĐ-CP Điều 13 (người được ủy quyền không được ủy quyền lại).
    """
    post = _post(actor, post_id)
    _check_period(starts_at, ends_at, now or timezone.now())
    if signing_form not in SIGNING_FORMS:
        raise ActionRefused(_("Hình thức ký không có."), code="signing_form", field="signing_form")
    substitute = _substitute(post, substitute_id, starts_at)
    _refuse_overlap(post, substitute, starts_at, ends_at)
    delegation = Delegation.objects.create(
        post=post,
        substitute=substitute,
        kind=Delegation.Kind.AUTHORISATION,
        signing_form=signing_form,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=clean(reason),
    )
    touch_officers(Q(pk=substitute.pk))
    _record("delegation.given", delegation, actor, reason)
    return delegation


@transaction.atomic
def declare_absence(
    *,
    actor: Actor,
    starts_at: datetime,
    ends_at: datetime,
    substitute_id: int | None = None,
    signing_form: str = "TUQ.",
    reason: str = "",
    post_id: int | None = None,
    now: datetime | None = None,
) -> Delegation:
    """Say that the holder of a post is away, and who stands in; without a substitute it is only shown.

    Args:
        post_id: the post concerned, the actor's own unless told (administrators may name another).
    """
    target = post_id or actor.post_id
    if target is None:
        raise ActionRefused(_("Bạn chưa có vị trí công tác."), code="no_post")
    post = _post(actor, target)
    _check_period(starts_at, ends_at, now or timezone.now())
    substitute = None
    if substitute_id is not None:
        substitute = _substitute(post, substitute_id, starts_at)
        _refuse_overlap(post, substitute, starts_at, ends_at)
    delegation = Delegation.objects.create(
        post=post,
        substitute=substitute,
        kind=Delegation.Kind.ABSENCE,
        signing_form=signing_form if substitute else "",
        starts_at=starts_at,
        ends_at=ends_at,
        reason=clean(reason),
    )
    touch_officers(Q(pk__in=[post.officer_id, *([substitute.pk] if substitute else [])]))
    _record("absence.declared", delegation, actor, reason)
    return delegation


@transaction.atomic
def revoke_delegation(*, actor: Actor, delegation_id: int, reason: str = "") -> Delegation:
    """End a delegation at once.

    Raises:
        ActionRefused: it has ended or was revoked already.
    """
    delegation = Delegation.objects.select_for_update(of=("self",)).filter(pk=delegation_id).first()
    if delegation is None:
        raise Http404
    _post(actor, delegation.post_id)
    now = timezone.now()
    if delegation.revoked_at is not None or delegation.ends_at <= now:
        raise ActionRefused(_("Ủy quyền này đã hết hiệu lực."), code="ended", status=409)
    delegation.revoked_at = now
    delegation.save(update_fields=["revoked_at"])
    touch_officers(Q(pk=delegation.substitute_id) | Q(pk=delegation.post.officer_id))
    _record("delegation.revoked", delegation, actor, reason)
    return delegation


def _post(actor: Actor, post_id: int) -> Post:
    """Return the post when it is the actor's own or under their administration; 404 otherwise."""
    post = Post.objects.filter(queries.in_force(), pk=post_id).select_related("officer", "position").first()
    if post is None:
        raise Http404
    if post.officer_id == actor.officer_id and actor.acting_for_id is None:
        demand(actor, "delegation.own")
        return post
    if post_id == actor.post_id and actor.acting_for_id is not None:
        raise PermissionDenied("a substitute may not pass the authority on")
    if not actor.can("people.manage"):
        raise Http404
    queries.managed_agency(actor, post.agency_id)
    return post


def _check_period(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise ActionRefused(
            _("Thời điểm kết thúc phải sau thời điểm bắt đầu."), code="dates", field="ends_at"
        )
    if ends_at <= now:
        raise ActionRefused(_("Thời gian này đã qua."), code="dates", field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise ActionRefused(
            _("Ủy quyền không quá một năm; lâu hơn, hãy giao hẳn vị trí công tác."),
            code="dates",
            field="ends_at",
        )


def _substitute(post: Post, officer_id: int, starts_at: datetime) -> Officer:
    on = timezone.localdate(starts_at)
    colleagues = Officer.objects.filter(queries.in_force(on, "posts__"), posts__agency_id=post.agency_id)
    substitute = colleagues.filter(pk=officer_id, is_active=True).first()
    if officer_id == post.officer_id or substitute is None:
        raise ActionRefused(
            _("Người thay phải là người khác, đang công tác tại cùng cơ quan."),
            code="substitute",
            field="substitute",
        )
    return substitute


def _refuse_overlap(post: Post, substitute: Officer, starts_at: datetime, ends_at: datetime) -> None:
    same = Delegation.objects.filter(post=post, substitute=substitute, revoked_at__isnull=True)
    if same.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise ActionRefused(
            _("%(name)s đã được ủy quyền vị trí này trong thời gian đó.") % {"name": substitute.full_name},
            code="overlap",
            field="substitute",
        )


def _record(kind: str, delegation: Delegation, actor: Actor, reason: str) -> None:
    post = delegation.post
    record(
        kind,
        Subject("directory.officer", post.officer_id),
        actor=actor,
        agency_id=post.agency_id,
        reason=reason,
        delegation=delegation.pk,
        title=post.position.name,
        form=delegation.signing_form,
        substitute=delegation.substitute.full_name if delegation.substitute else _("không có"),
        start=timezone.localtime(delegation.starts_at).strftime("%H:%M %d/%m/%Y"),
        end=timezone.localtime(delegation.ends_at).strftime("%H:%M %d/%m/%Y"),
    )
