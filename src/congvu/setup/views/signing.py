"""Certificates of agencies and officers: the list with what ends soon, one owner's, and every change."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.directory.models import Agency, Officer
from congvu.directory.permissions import OfficerRequest, requires
from congvu.directory.queries import managed_agencies, managed_officers
from congvu.setup.forms import signing as forms
from congvu.setup.views.small_form import SmallForm, answer, posted
from congvu.signing import queries, services
from congvu.signing.models import TrustAnchor
from congvu.ui.messages import KeysetPage

PAGE_SIZE = 50


@requires("people.manage")
def certificates(request: OfficerRequest) -> HttpResponse:
    """Show all certificates of the branch, what ends within 30 days, and the trusted roots."""
    q, start = request.GET.get("q", "").strip(), request.GET.get("cu", "0")
    found = queries.found_certificates(request.actor, q)
    first = int(start) if start.isdigit() else 0
    rows = list(found[first : first + PAGE_SIZE + 1])
    page = KeysetPage(rows[:PAGE_SIZE], older=str(first + PAGE_SIZE) if len(rows) > PAGE_SIZE else "")
    now = timezone.now()
    context = {
        "page": page,
        "q": q,
        "now": now,
        "expiring": [queries.shown(row, now) for row in queries.expiring(request.actor, now)[:20]],
        "rows": [queries.shown(row, now) for row in page.rows],
        "anchors": TrustAnchor.objects.filter(active=True),
        "missing": queries.signers_without_certificate(request.actor),
    }
    return render(request, "setup/certificates.html", context)


def _owner(request: OfficerRequest, kind: str, pk: int) -> tuple[Officer | Agency, dict[str, int]]:
    """Return whom a page is about and how services call them; out of scope is not there."""
    if kind == "can-bo":
        return get_object_or_404(managed_officers(request.actor), pk=pk), {"officer_id": pk}
    if kind == "co-quan":
        return get_object_or_404(managed_agencies(request.actor), pk=pk), {"agency_id": pk}
    raise Http404


@requires("people.manage")
def owner_page(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Show the certificates and pictures of an officer or an agency."""
    owner, name = _owner(request, kind, pk)
    now = timezone.now()
    context = {
        "owner": owner,
        "kind": kind,
        "rows": [queries.shown(row, now) for row in queries.certificates_of(**name)],
        "images": queries.pictures_of(**name),
    }
    return render(request, "setup/signing_owner.html", context)


def _page(owner: Any, kind: str, title: str, button: str, done: str, **more: Any) -> SmallForm:
    back = reverse("setup:signing_owner", args=[kind, owner.pk])
    section = (_("Chứng thư số"), reverse("setup:certificates"))
    return SmallForm(title, str(owner), button, more.pop("icon", "certificate"), done, back, section, **more)


@requires("people.manage")
def key_new(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Take in a key file, proven with its passphrase."""
    owner, name = _owner(request, kind, pk)
    form = forms.KeyFileForm(posted(request), request.FILES or None)
    note = _("Mật khẩu do chủ khóa giữ và nhập khi ký; cán bộ có thể tự thêm ở trang Cá nhân.")
    page = _page(owner, kind, _("Thêm tệp khóa"), _("Thử mở và thêm"), _("Đã thêm chứng thư số."), note=note)
    return answer(
        request, form, page,
        lambda data: services.add_pkcs12(data["file"], data["secret"], actor=request.actor, **name),
    )  # fmt: skip


@requires("people.manage")
def key_elsewhere(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Enter a key that is in a security module or at a remote service."""
    owner, name = _owner(request, kind, pk)
    form = forms.KeyElsewhereForm(posted(request), request.FILES or None)
    page = _page(owner, kind, _("Thêm khóa ở thiết bị, dịch vụ"), _("Thêm"), _("Đã thêm chứng thư số."))
    return answer(
        request, form, page,
        lambda data: services.add_certificate_file(
            data["file"], provider=data["provider"], reference=data["reference"], actor=request.actor, **name
        ),
    )  # fmt: skip


@requires("people.manage")
def image_new(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Set the picture of a signature or a seal from a day on."""
    owner, name = _owner(request, kind, pk)
    form = forms.ImageForm(posted(request), request.FILES or None)
    page = _page(
        owner, kind, _("Đặt hình chữ ký, hình dấu"), _("Lưu hình"), _("Đã lưu hình."), icon="signature"
    )
    return answer(
        request, form, page,
        lambda data: services.add_image(
            data["image"], actor=request.actor, valid_from=data["valid_from"], **name
        ),
    )  # fmt: skip


def _change(request: OfficerRequest, pk: int, title: str, button: str, call: Any, note: str) -> HttpResponse:
    row = get_object_or_404(queries.managed_certificates(request.actor), pk=pk)
    owner, kind = row.officer or row.agency, "can-bo" if row.officer_id else "co-quan"
    page = _page(owner, kind, title, button, _("Đã ghi nhận."), icon="ban", note=note, danger=True)
    form = forms.ReasonForm(posted(request))
    return answer(request, form, page, lambda data: call(pk, actor=request.actor, reason=data["reason"]))


@requires("people.manage")
def certificate_retire(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a certificate out of use."""
    note = _("Từ nay không ký bằng chứng thư số này nữa; văn bản đã ký giữ nguyên giá trị.")
    return _change(request, pk, _("Ngừng dùng"), _("Ngừng dùng"), services.retire_certificate, note)


@requires("people.manage")
def certificate_revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down that the authority revoked a certificate."""
    note = _("Ghi nhận nơi cấp đã thu hồi. Việc này không báo cho nơi cấp thay bạn.")
    return _change(request, pk, _("Ghi nhận bị thu hồi"), _("Ghi nhận"), services.revoke_certificate, note)


@requires("people.manage")
def anchor_new(request: OfficerRequest) -> HttpResponse:
    """Believe a root certificate, for the whole site."""
    above = reverse("setup:certificates")
    form = forms.AnchorForm(posted(request), request.FILES or None)
    page = SmallForm(
        _("Thêm chứng thư gốc tin cậy"), "", _("Tin cậy"), "shield-check", _("Đã thêm."), above,
        (_("Chứng thư số"), above), _("Mọi chữ ký dưới gốc này sẽ được coi là tin cậy trên toàn hệ thống."),
        danger=True,
    )  # fmt: skip
    return answer(
        request, form, page,
        lambda data: services.add_anchor(data["file"], name=data["name"], actor=request.actor),
    )  # fmt: skip
