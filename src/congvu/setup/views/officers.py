"""Officers: search, one officer with posts and journal, and every change to an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.audit.queries import timeline
from congvu.common.subject import Subject
from congvu.directory import queries, services
from congvu.directory.models import Officer, Post
from congvu.directory.permissions import OfficerRequest, requires
from congvu.setup.forms import people as forms
from congvu.setup.views.small_form import SmallForm, answer, posted
from congvu.ui.messages import KeysetPage

PAGE_SIZE = 50


@requires("people.manage")
def officers(request: OfficerRequest) -> HttpResponse:
    """Search officers by name or user name, within one agency when asked."""
    q, agency = request.GET.get("q", ""), request.GET.get("co-quan", "")
    found = queries.search_officers(request.actor, q, int(agency) if agency.isdigit() else None)
    start = int(request.GET.get("cu", "0")) if request.GET.get("cu", "0").isdigit() else 0
    rows = list(
        found.prefetch_related("posts__agency", "posts__unit", "posts__position")[start:][: PAGE_SIZE + 1]
    )
    page = KeysetPage(rows[:PAGE_SIZE], older=str(start + PAGE_SIZE) if len(rows) > PAGE_SIZE else "")
    chosen = queries.managed_agencies(request.actor).filter(pk=agency).first() if agency.isdigit() else None
    context = {"page": page, "q": q, "agency": chosen, "today": queries.today()}
    return render(request, "setup/officers.html", context)


@requires("people.manage")
def officer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one officer: data, posts with roles, delegations, second factors, what happened."""
    found = get_object_or_404(queries.managed_officers(request.actor), pk=pk)
    posts = found.posts.select_related("agency", "unit", "position").prefetch_related("roles")
    scope = set(queries.managed_agencies(request.actor).values_list("pk", flat=True))
    today = queries.today()
    context = {
        "officer": found,
        "owned": queries.owned_officers(request.actor).filter(pk=pk).exists(),
        "posts": [
            (post, post.agency_id in scope and (post.valid_to is None or post.valid_to > today))
            for post in posts.order_by("-valid_from", "-is_primary")
        ],
        "second_factors": queries.second_factors_of(found),
        "delegations": queries.delegations_of(request.actor).filter(post__officer=found)[:20],
        "events": timeline(Subject("directory.officer", pk), limit=30),
    }
    return render(request, "setup/officer.html", context)


def _owned(request: OfficerRequest, pk: int) -> Officer:
    return get_object_or_404(queries.owned_officers(request.actor), pk=pk)


def _page(found: Officer, title: str, button: str, done: str, **more: Any) -> SmallForm:
    back = reverse("setup:officer", args=[found.pk])
    section = (_("Cán bộ, công chức"), reverse("setup:officers"))
    about = f"{found.full_name} · {found.username}"
    return SmallForm(title, about, button, more.pop("icon", "device-floppy"), done, back, section, **more)


@requires("people.manage")
def officer_new(request: OfficerRequest) -> HttpResponse:
    """Enter an officer with the first post."""
    form = forms.NewOfficerForm(request.actor, posted(request))
    above = reverse("setup:officers")
    section = (_("Cán bộ, công chức"), above)
    page = SmallForm(_("Thêm cán bộ"), "", _("Thêm"), "user-plus", _("Đã thêm cán bộ."), above, section)
    return answer(
        request,
        form,
        page,
        lambda data: services.create_officer(
            actor=request.actor, facts=form.facts(), post=form.post_facts(),
            username=data["username"], password=data["password"],
        ),
        "setup:officer",
    )  # fmt: skip


@requires("people.manage")
def officer_revise(request: OfficerRequest, pk: int) -> HttpResponse:
    """Correct name, contact data and clearance."""
    found = _owned(request, pk)
    start = {name: getattr(found, name) for name in forms.PersonForm.base_fields}
    form = forms.PersonForm(posted(request), initial=start)
    page = _page(found, _("Sửa thông tin"), _("Lưu"), _("Đã lưu."))
    return answer(
        request,
        form,
        page,
        lambda data: services.revise_officer(actor=request.actor, officer_id=pk, facts=form.facts()),
    )


@requires("people.manage")
def officer_password(request: OfficerRequest, pk: int) -> HttpResponse:
    """Set a password that the officer must change."""
    found = _owned(request, pk)
    page = _page(found, _("Đặt lại mật khẩu"), _("Đặt mật khẩu"), _("Đã đặt mật khẩu tạm."), icon="key")
    return answer(
        request,
        forms.PasswordForm(posted(request)),
        page,
        lambda data: services.set_password(actor=request.actor, officer_id=pk, password=data["password"]),
    )


@requires("people.manage")
def officer_mfa(request: OfficerRequest, pk: int) -> HttpResponse:
    """Remove the second factors of somebody who lost them."""
    found = _owned(request, pk)
    note = _("Hãy chắc chắn người yêu cầu đúng là chủ tài khoản; lý do được ghi vào nhật ký.")
    page = _page(
        found, _("Gỡ xác thực hai bước"), _("Gỡ"), _("Đã gỡ xác thực hai bước."),
        icon="shield", note=note, danger=True,
    )  # fmt: skip
    return answer(
        request,
        forms.ReasonForm(posted(request)),
        page,
        lambda data: services.reset_mfa(actor=request.actor, officer_id=pk, reason=data["reason"]),
    )


@requires("people.manage")
def officer_lock(request: OfficerRequest, pk: int) -> HttpResponse:
    """Keep an officer from signing in."""
    found = _owned(request, pk)
    page = _page(found, _("Khóa tài khoản"), _("Khóa"), _("Đã khóa tài khoản."), icon="lock", danger=True)
    return answer(
        request,
        forms.ReasonForm(posted(request)),
        page,
        lambda data: services.lock_officer(actor=request.actor, officer_id=pk, reason=data["reason"]),
    )


@requires("people.manage")
@require_POST
def officer_unlock(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let a locked officer sign in again."""
    services.unlock_officer(actor=request.actor, officer_id=pk)
    messages.success(request, _("Đã mở khóa tài khoản."))
    return redirect("setup:officer", pk)


@requires("people.manage")
def post_new(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give an officer another post."""
    found = get_object_or_404(queries.managed_officers(request.actor), pk=pk)
    form = forms.PostForm(request.actor, posted(request))
    page = _page(found, _("Giao vị trí công tác"), _("Giao vị trí"), _("Đã giao vị trí."), icon="plus")
    return answer(
        request,
        form,
        page,
        lambda data: services.give_post(actor=request.actor, officer_id=pk, facts=form.post_facts()),
    )


def _post(request: OfficerRequest, pk: int) -> Post:
    posts = Post.objects.filter(agency__in=queries.managed_agencies(request.actor))
    return get_object_or_404(posts.select_related("officer", "position", "unit"), pk=pk)


@requires("people.manage")
def post_roles(request: OfficerRequest, pk: int) -> HttpResponse:
    """Set the roles of a post."""
    post = _post(request, pk)
    page = _page(post.officer, _("Vai trò của vị trí"), _("Lưu"), _("Đã lưu vai trò."), note=str(post))
    start = {"roles": [role.code for role in post.roles.all()]}
    return answer(
        request,
        forms.RolesForm(posted(request), initial=start),
        page,
        lambda data: services.set_roles(
            actor=request.actor, post_id=pk, roles=[role.code for role in data["roles"]]
        ),
    )


@requires("people.manage")
def post_end(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a post after its last day."""
    post = _post(request, pk)
    page = _page(
        post.officer, _("Kết thúc vị trí"), _("Kết thúc"), _("Đã kết thúc vị trí."),
        icon="ban", note=str(post), danger=True,
    )  # fmt: skip
    return answer(
        request,
        forms.DayForm(posted(request)),
        page,
        lambda data: services.end_post(actor=request.actor, post_id=pk, on=data["on"]),
    )
