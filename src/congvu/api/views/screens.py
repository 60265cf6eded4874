"""Screens of administrators: programs with scopes and secrets, webhooks with their calls."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.api import services
from congvu.api.forms import ClientForm, ReasonForm, WebhookForm
from congvu.api.models import ApiClient, WebhookSubscription
from congvu.api.permissions import SCOPES
from congvu.api.queries.clients import managed_clients, valid_secrets
from congvu.api.rules import EVENTS
from congvu.api.services import webhooks
from congvu.common.errors import ActionRefused
from congvu.directory.permissions import OfficerRequest, requires

MOST = 200
CALLS = 100


def _client(request: OfficerRequest, pk: int) -> ApiClient:
    return get_object_or_404(managed_clients(request.actor), pk=pk)


def _hooks(client: ApiClient) -> QuerySet[WebhookSubscription]:
    return WebhookSubscription.objects.filter(client=client, active=True)


def _attempt[T](form: forms.Form, call: Callable[[], T]) -> T | None:
    """Call a service; a refusal becomes an error of the field that it names."""
    try:
        return call()
    except ActionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return None


def _form(request: OfficerRequest, form: forms.Form, title: str, button: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, **more}
    return render(request, "api/form.html", context, status=422 if form.is_bound else 200)


def _secret(
    request: OfficerRequest, client: ApiClient, secret: str, what: str, more: str = ""
) -> HttpResponse:
    """Show a secret, this once: nowhere kept, not in the session and in no cache."""
    context = {"client": client, "secret": secret, "what": what, "more": more}
    response = render(request, "api/secret.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@requires("people.manage")
def clients(request: OfficerRequest) -> HttpResponse:
    """List the programs of the branch."""
    rows = [
        (row, [SCOPES[scope][0] for scope in row.scopes if scope in SCOPES])
        for row in managed_clients(request.actor).order_by("-active", "name", "pk")[:MOST]
    ]
    return render(request, "api/clients.html", {"rows": rows})


@requires("people.manage")
def client_new(request: OfficerRequest) -> HttpResponse:
    """Enter a program; its secret is shown on the answer."""
    form = ClientForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_bound and form.is_valid():
        unit = form.cleaned_data["unit"].pk
        made = _attempt(form, lambda: services.create_client(form.facts(), actor=request.actor, unit_id=unit))
        if made is not None:
            return _secret(request, *made, _("Khóa bí mật của phần mềm"))
    return _form(request, form, _("Thêm phần mềm kết nối"), _("Thêm"), back=reverse("programs:clients"))


@requires("people.manage")
def client_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a program: scopes, secrets that count, webhooks."""
    client = _client(request, pk)
    context = {
        "client": client,
        "scopes": [(name, SCOPES[name][0]) for name in client.scopes if name in SCOPES],
        "secrets": valid_secrets(client, timezone.now()),
        "hooks": [(row, [EVENTS[kind][0] for kind in row.kinds]) for row in _hooks(client)],
    }
    return render(request, "api/client.html", context)


@requires("people.manage")
def client_edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a program."""
    client = _client(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = ClientForm(posted, actor=request.actor, client=client)
    if form.is_bound and form.is_valid():
        saved = _attempt(form, lambda: services.revise_client(pk, form.facts(), actor=request.actor))
        if saved is not None:
            messages.success(request, _("Đã lưu."))
            return redirect("programs:client", pk)
    back = reverse("programs:client", args=[pk])
    return _form(request, form, _("Sửa phần mềm kết nối"), _("Lưu"), back=back, client=client)


@requires("people.manage")
@require_POST
def client_secret(request: OfficerRequest, pk: int) -> HttpResponse:
    """Make a new secret; the one before counts for a week more."""
    _client(request, pk)
    made = services.make_secret(pk, actor=request.actor)
    return _secret(request, *made, _("Khóa bí mật mới của phần mềm"), _("Khóa trước còn dùng được 7 ngày."))


@requires("people.manage")
def client_revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a program's access away, with the reason."""
    client = _client(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _attempt(form, lambda: services.revoke_client(pk, actor=request.actor, reason=reason)):
            messages.success(request, _("Đã thu hồi; mọi khóa và mã truy cập hết hiệu lực ngay."))
            return redirect("programs:client", pk)
    back = reverse("programs:client", args=[pk])
    title = _("Thu hồi phần mềm kết nối")
    return _form(request, form, title, _("Thu hồi"), back=back, client=client, danger=True)


@requires("people.manage")
def hook_new(request: OfficerRequest, pk: int) -> HttpResponse:
    """Subscribe an address for a program."""
    client, form = _client(request, pk), WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        made = _attempt(form, lambda: webhooks.subscribe(client, actor=request.actor, **data))
        if made is not None:
            return _secret(request, client, made[1], _("Khóa ký sự kiện"), made[0].url)
    back = reverse("programs:client", args=[pk])
    return _form(request, form, _("Đăng ký nhận sự kiện"), _("Đăng ký"), back=back, client=client)


@requires("people.manage")
def hook_page(request: OfficerRequest, pk: int, hook_pk: int) -> HttpResponse:
    """Show a webhook with its last calls."""
    client = _client(request, pk)
    hook = get_object_or_404(_hooks(client), pk=hook_pk)
    context = {
        "client": client,
        "hook": hook,
        "kinds": [EVENTS[kind][0] for kind in hook.kinds],
        "calls": hook.calls.order_by("-pk")[:CALLS],
    }
    return render(request, "api/hook.html", context)


@requires("people.manage")
@require_POST
def hook_act(request: OfficerRequest, pk: int, hook_pk: int, act: str) -> HttpResponse:
    """Send a trial event, make a new secret, or end a webhook."""
    client = _client(request, pk)
    if act == "khoa":
        row, secret = webhooks.new_secret(_hooks(client), hook_pk, actor=request.actor)
        return _secret(request, client, secret, _("Khóa ký sự kiện mới"), row.url)
    if act == "ngung":
        webhooks.unsubscribe(_hooks(client), hook_pk, actor=request.actor)
        messages.success(request, _("Đã ngừng báo sự kiện tới địa chỉ này."))
        return redirect("programs:client", pk)
    webhooks.ping(_hooks(client), hook_pk, actor=request.actor)
    messages.success(request, _("Đã xếp một sự kiện thử vào hàng gửi; tải lại trang để xem kết quả."))
    return redirect("programs:hook", pk, hook_pk)


@requires("people.manage")
@require_POST
def hook_replay(request: OfficerRequest, pk: int, hook_pk: int, call_pk: int) -> HttpResponse:
    """Tell an event again."""
    webhooks.replay(_hooks(_client(request, pk)), hook_pk, call_pk, actor=request.actor)
    messages.success(request, _("Đã xếp sự kiện vào hàng để báo lại."))
    return redirect("programs:hook", pk, hook_pk)
