"""Posts and roles: give, end, set roles, switch; and what a role allows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.services import record
from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.directory import queries, rules
from congvu.directory.messages import Actor, PostChoice, PostFacts
from congvu.directory.models import Agency, Delegation, Level, Officer, Position, Post, Role, Unit
from congvu.directory.permissions import ADMINISTRATOR, CAPABILITIES, PROCEDURE_KEEPER, demand
from congvu.directory.services.agencies import touch_officers


@transaction.atomic
def give_post(*, actor: Actor, officer_id: int, facts: PostFacts) -> Post:
    """Give an officer of the actor's scope a post in a unit of that scope.

    A new primary post takes the place of the one of before.

    Raises:
        ActionRefused: a date, the position or a role is wrong, or the same post is held already.
    """
    demand(actor, "people.manage")
    officer = queries.managed_officers(actor).filter(pk=officer_id).first()
    if officer is None:
        raise Http404
    return add_post(actor, officer, facts)


def add_post(actor: Actor, officer: Officer, facts: PostFacts) -> Post:
    """Give a post inside the transaction of the caller, who has checked that the officer may have it."""
    unit = _unit(actor, facts.unit_id)
    _check_dates(unit, facts.valid_from, facts.valid_to)
    position = _position(facts.position_code)
    roles = _roles(facts.roles)
    _refuse_keepers(actor, unit.agency_id, facts.roles)
    for held in officer.posts.filter(unit=unit, position=position):
        if rules.overlaps(held.valid_from, held.valid_to, facts.valid_from, facts.valid_to):
            raise ActionRefused(
                _("%(name)s đã giữ vị trí này trong thời gian đó.") % {"name": officer.full_name}, code="held"
            )
    if facts.is_primary:
        officer.posts.filter(is_primary=True).update(is_primary=False)
    post = Post.objects.create(
        officer=officer,
        unit=unit,
        agency_id=unit.agency_id,
        position=position,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        is_primary=facts.is_primary,
    )
    post.roles.set(roles)
    touch_officers(Q(pk=officer.pk))
    _record("post.given", post, actor, on=facts.valid_from, roles=[role.code for role in roles])
    return post


@transaction.atomic
def end_post(*, actor: Actor, post_id: int, on: date) -> Post:
    """End a post after its last day; delegations of it that begin later are revoked.

    Raises:
        ActionRefused: the day lies before the post began, or the post has ended already.
    """
    demand(actor, "people.manage")
    post = _lock(actor, post_id)
    if on < post.valid_from:
        raise ActionRefused(_("Ngày kết thúc không thể trước ngày bắt đầu."), code="dates", field="on")
    if post.valid_to is not None and post.valid_to <= on:
        raise ActionRefused(_("Vị trí này đã kết thúc."), code="ended", status=409)
    if ADMINISTRATOR in post.roles.values_list("code", flat=True):
        _refuse_last_administrator(post)
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    post.delegations.filter(revoked_at__isnull=True, starts_at__date__gt=on).update(revoked_at=timezone.now())
    _touch_holders(post)
    _record("post.ended", post, actor, on=on)
    return post


@transaction.atomic
def set_roles(*, actor: Actor, post_id: int, roles: Sequence[str]) -> Post:
    """Set the roles of a post.

    Raises:
        ActionRefused: no role or an unknown one, or the agency would lose its last administrator.
    """
    demand(actor, "people.manage")
    post = _lock(actor, post_id)
    found = _roles(roles)
    _refuse_keepers(actor, post.agency_id, roles)
    before = set(post.roles.values_list("code", flat=True))
    if ADMINISTRATOR in before and ADMINISTRATOR not in roles:
        _refuse_last_administrator(post)
    post.roles.set(found)
    _touch_holders(post)
    _record(
        "post.roles_set", post, actor, roles=", ".join(role.name for role in found), before=sorted(before)
    )
    return post


@transaction.atomic
def switch_post(*, actor: Actor, officer: Officer, post_id: int) -> PostChoice:
    """Let an officer act in another of their posts, or in one they stand in for; the view keeps the choice.

    Raises:
        ActionRefused: it is not, or no longer, a post they may act in.
    """
    choices = {choice.post_id: choice for choice in queries.standing_of(officer).choices}
    if post_id not in choices:
        raise ActionRefused(
            _("Bạn không còn giữ hoặc thay vị trí này."), code="not_yours", field="post", status=409
        )
    new = queries.actor_for(officer, post_id)
    record(
        "post.switched",
        Subject("directory.officer", officer.pk),
        actor=new,
        title=choices[post_id].title,
        unit=choices[post_id].unit_name,
        before=actor.post_id,
    )
    return choices[post_id]


@transaction.atomic
def revise_role(*, actor: Actor, code: str, reach: str, capabilities: Sequence[str]) -> Role:
    """Set what a role allows everywhere; only a system administrator may.

    Raises:
        ActionRefused: an unknown capability, or the administrator's role would lose `people.manage`.
    """
    demand(actor, "people.manage")
    if (
        actor.officer_id is not None
        and not Officer.objects.filter(pk=actor.officer_id, is_staff=True).exists()
    ):
        raise ActionRefused(
            _("Vai trò dùng chung cho mọi cơ quan; chỉ quản trị hệ thống được sửa."),
            code="system",
            status=409,
        )
    unknown = sorted(set(capabilities) - set(CAPABILITIES))
    if unknown or reach not in Role.Reach.values:
        raise ActionRefused(_("Quyền hoặc phạm vi không có: %(names)s.") % {"names": ", ".join(unknown)})
    if code == ADMINISTRATOR and "people.manage" not in capabilities:
        raise ActionRefused(_("Vai trò quản trị phải giữ quyền quản lý cán bộ."), code="last")
    role = Role.objects.select_for_update().get(code=code)
    before = set(role.capabilities)
    role.capabilities, role.reach = sorted(set(capabilities)), reach
    role.save(update_fields=["capabilities", "reach"])
    holders = Q(posts__roles=role) | Q(stands_in__post__roles=role)
    touch_officers(holders)
    added, removed = set(capabilities) - before, before - set(capabilities)
    changes = ", ".join([*(f"+{name}" for name in sorted(added)), *(f"−{name}" for name in sorted(removed))])
    record("role.revised", Subject("directory.role", role.pk), actor=actor, role=role.name, changes=changes)
    return role


def _unit(actor: Actor, unit_id: int) -> Unit:
    unit = Unit.objects.filter(pk=unit_id, agency__in=queries.managed_agencies(actor)).first()
    if unit is None:
        raise Http404
    return unit


def _lock(actor: Actor, post_id: int) -> Post:
    scope = queries.managed_agencies(actor)
    post = Post.objects.select_for_update(of=("self",)).filter(pk=post_id, agency__in=scope).first()
    if post is None:
        raise Http404
    return post


def _check_dates(unit: Unit, valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise ActionRefused(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), code="dates", field="valid_to")
    ended = unit.valid_to is not None and unit.valid_to < valid_from
    if ended or (unit.valid_from is not None and valid_from < unit.valid_from):
        raise ActionRefused(
            _("%(unit)s không hoạt động vào ngày bắt đầu đã chọn.") % {"unit": unit.name},
            code="dates",
            field="valid_from",
        )


def _position(code: str) -> Position:
    position = Position.objects.filter(code=code).first()
    if position is None:
        raise ActionRefused(_("Hãy chọn chức vụ."), code="required", field="position")
    return position


def _roles(codes: Sequence[str]) -> list[Role]:
    found = list(Role.objects.filter(code__in=codes))
    if not found or len(found) != len(set(codes)):
        raise ActionRefused(
            _("Hãy chọn ít nhất một vai trò có trong danh sách."), code="roles", field="roles"
        )
    return found


def _refuse_keepers(actor: Actor, agency_id: int, codes: Sequence[str]) -> None:
    """Let only the province's own administrator name who keeps its procedures, and only at province level.

    Legal source: TT 01/2018/TT-VPCP Điều 8: the province approves internal processes once, for all communes.
    """
    if PROCEDURE_KEEPER not in codes or actor.officer_id is None:
        return
    here = Agency.objects.filter(pk=agency_id, level=Level.PROVINCE)
    if not here.exists() or not Agency.objects.filter(pk=actor.agency_id, parent=None).exists():
        raise ActionRefused(
            _("Vai trò kiểm soát thủ tục chỉ do quản trị của tỉnh, thành phố giao, tại cơ quan cấp tỉnh."),
            code="keeper",
            field="roles",
        )


def _refuse_last_administrator(post: Post) -> None:
    """Keep at least one administrator in force for the agency or above it."""
    path = [int(part) for part in post.agency.path.strip("/").split("/") if part]
    others = Post.objects.filter(
        queries.in_force(), agency__in=path, roles__code=ADMINISTRATOR, officer__is_active=True
    )
    if not others.exclude(pk=post.pk).exists():
        raise ActionRefused(
            _("Đây là quản trị viên cuối cùng của %(agency)s; hãy giao vai trò này cho người khác trước.")
            % {"agency": post.agency.name},
            code="last",
            status=409,
        )


def _touch_holders(post: Post) -> None:
    standing_in = Delegation.objects.filter(post=post).values("substitute")
    touch_officers(Q(pk=post.officer_id) | Q(pk__in=standing_in))


def _record(kind: str, post: Post, actor: Actor, **data: Any) -> None:
    record(
        kind,
        Subject("directory.officer", post.officer_id),
        actor=actor,
        agency_id=post.agency_id,
        post=post.pk,
        title=post.position.name,
        unit=post.unit.name,
        **data,
    )
