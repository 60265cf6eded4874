"""Addresses for the tests of the base templates."""

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as real
from congvu.common.errors import ActionRefused, StaleVersion
from congvu.directory.permissions import PUBLIC, SIGNED_IN, requires
from congvu.ui.forms import DayInput, FilesField, MomentInput, MoneyField

FORM_PAGE = """{% extends "ui/base.html" %}{% load ui %}
{% block title %}Biểu mẫu thử{% endblock %}{% block heading %}Biểu mẫu thử{% endblock %}
{% block content %}<form method="post" id="sample" enctype="multipart/form-data">{% csrf_token %}{{ form }}
<button class="btn btn-primary">Gửi</button></form>{% endblock %}"""


FRAGMENTS = """{% extends "ui/base.html" %}{% load ui %}
{% block title %}Mảnh{% endblock %}{% block heading %}Mảnh{% endblock %}
{% block content %}<div id="box">chưa có gì</div>
<p><span data-presence="/thu/co-mat/" aria-live="polite"></span></p>
{% for one in statuses %}
<button class="btn" hx-post="/thu/manh/{{ one }}/" hx-target="#box">Mã {{ one }}</button>
{% endfor %}
<form method="post" id="send" action="/thu/gui/" enctype="multipart/form-data" data-progress>{% csrf_token %}
<div class="dropzone" data-dropzone>
<label for="f">Tệp</label><input type="file" id="f" name="f"><ul class="dropzone-files"></ul>
</div>
<button class="btn">Gửi tệp</button></form>{% endblock %}"""


class SampleForm(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ tùy thân")
    born = forms.DateField(label="Ngày sinh", widget=DayInput())
    at = forms.DateTimeField(label="Hẹn lúc", widget=MomentInput(), required=False)
    fee = MoneyField(label="Lệ phí", required=False)
    kind = forms.ChoiceField(
        label="Hình thức", choices=[("a", "Trực tiếp"), ("b", "Trực tuyến")], widget=forms.RadioSelect
    )
    level = forms.ChoiceField(label="Cấp", choices=[("x", "Cấp xã"), ("t", "Cấp tỉnh")])
    agree = forms.BooleanField(label="Đã kiểm tra bản chính")
    files = FilesField(label="Tệp đính kèm", required=False)


@requires(SIGNED_IN)
def desk_page(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return HttpResponse(repr(form.cleaned_data), content_type="text/plain")
    html = engines["django"].from_string(FORM_PAGE).render({"form": form}, request)
    return HttpResponse(html, status=422 if form.is_bound else 200)


@requires(PUBLIC)
def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    if kind == "stale":
        raise StaleVersion("Trần Thị Bình vừa tiếp nhận hồ sơ này.", who="Trần Thị Bình")
    if kind == "big":
        raise RequestDataTooBig("too big")
    if kind == "crash":
        raise RuntimeError("crash")
    raise ActionRefused("Thiếu giấy tờ bắt buộc.")


@requires(SIGNED_IN)
def fragments(request: HttpRequest) -> HttpResponse:
    statuses = (200, 401, 403, 404, 409, 422, 500)
    return HttpResponse(engines["django"].from_string(FRAGMENTS).render({"statuses": statuses}, request))


@requires(PUBLIC)
def fragment(request: HttpRequest, status: int) -> HttpResponse:
    if status == 409:
        raise StaleVersion("Trần Thị Bình vừa tiếp nhận hồ sơ này.")
    script = "<script>document.title = 'chạy được'</script>" if status == 200 else ""
    return HttpResponse(f"<p>mảnh {status}</p>{script}", status=status)


@requires(SIGNED_IN)
def presence(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method}: một người đang xem", content_type="text/plain")


@requires(SIGNED_IN)
def receive(request: HttpRequest) -> HttpResponse:
    return redirect(f"/thu/form/?da-gui={request.FILES['f'].size}")


urlpatterns = [
    path("thu/manh/", fragments, name="fragments"),
    path("thu/manh/<int:status>/", fragment, name="fragment"),
    path("thu/co-mat/", presence, name="presence"),
    path("thu/gui/", receive, name="receive"),
    path("thu/form/", desk_page, name="form"),
    path("thu/tu-choi/<str:kind>/", refuse, name="refuse"),
    *real,
]
handler400 = "congvu.ui.views.bad_request"
