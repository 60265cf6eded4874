"""Addresses for the tests of the base templates."""

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
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


urlpatterns = [
    path("thu/form/", desk_page, name="form"),
    path("thu/tu-choi/<str:kind>/", refuse, name="refuse"),
    *real,
]
handler400 = "congvu.ui.views.bad_request"
