"""Procedures for tests, straight into the tables; traits name situations."""

from datetime import date

import factory

from congvu.directory.messages import Actor
from congvu.procedures import models
from congvu.procedures.messages import (
    FrozenCase,
    FrozenComponent,
    FrozenFee,
    FrozenLegalBasis,
    FrozenProcedure,
    FrozenResult,
    FrozenTime,
)
from congvu.procedures.services.writing import search_text


class FieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Field
        django_get_or_create = ("name",)

    code = factory.Sequence(lambda n: f"LV-{n}")
    name = "Hộ tịch"


class ProcedureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Procedure

    code = factory.Sequence(lambda n: f"9.{n:06d}")
    name = "Đăng ký khai sinh"
    field = factory.SubFactory(FieldFactory)
    search_text = factory.LazyAttribute(lambda o: search_text(o.code, o.name, o.field.name))


class VersionFactory(factory.django.DjangoModelFactory):
    """A published version of one case: direct and online in one working day, one fee, one paper."""

    class Meta:
        model = models.ProcedureVersion
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=models.ProcedureVersion.Status.DRAFT, valid_from=None)

    procedure = factory.SubFactory(ProcedureFactory)
    number = 1
    status = models.ProcedureVersion.Status.PUBLISHED
    name = factory.SelfAttribute("procedure.name")
    levels = ["commune"]
    results = [{"code": "KQ.G15.000031", "name": "Giấy khai sinh"}]
    legal_bases = [{"number": "60/2014/QH13", "name": "Luật Hộ tịch", "date": "2014-11-20", "agency": ""}]
    valid_from = date(2026, 1, 1)

    @factory.post_generation
    def content(self, create, extracted, **kwargs):
        case = models.Case.objects.create(version=self, no=1, name="")
        for channel in ("1", "2"):
            models.CaseTime.objects.create(case=case, channel=channel, amount=1, unit="wday")
        models.Fee.objects.create(case=case, name="Lệ phí", amount=8000, per="bản")
        models.Component.objects.create(case=case, no=1, name="Giấy chứng sinh", originals=1)


class RouteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Route

    procedure = factory.SubFactory(ProcedureFactory)
    kind = models.Route.Kind.MINISTRY
    system_name = "Hệ thống đăng ký kinh doanh"
    valid_from = date(2026, 1, 1)


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "directory.Agency"

    key = factory.Sequence(lambda n: f"co-quan-{n}")
    realm = "thu"
    name = "UBND phường Trảng Bom"
    kind = "committee"
    level = "commune"


class OfficerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = "directory.Officer"

    username = factory.Sequence(lambda n: f"quan-tri-{n}")
    full_name = "Trần Thị Bích"


def manager(agency=None, *capabilities):
    """Return an officer who may manage the catalogue (or only what is named)."""
    officer = OfficerFactory()
    return Actor(
        officer_id=officer.pk,
        officer_name=officer.full_name,
        agency_id=(agency or AgencyFactory()).pk,
        post_title="Quản trị",
        capabilities=frozenset(capabilities or ("catalogue.view", "catalogue.manage")),
    )


def said(code="1.001193", **values):
    """Return content that is complete enough to publish."""
    defaults = {
        "name": "Đăng ký khai sinh",
        "field": "Hộ tịch",
        "levels": ("commune",),
        "cases": (
            FrozenCase(
                1,
                "",
                (FrozenTime("1", 1, "wday"), FrozenTime("2", 1, "wday")),
                (FrozenFee("Phí, lệ phí", 8000, "bản"),),
                (FrozenComponent(1, "Giấy chứng sinh", originals=1),),
            ),
        ),
        "results": (FrozenResult("KQ.G15.000031", "Giấy khai sinh"),),
        "legal_bases": (FrozenLegalBasis("60/2014/QH13", "Luật Hộ tịch", "2014-11-20", "Quốc hội"),),
    }
    return FrozenProcedure(code=code, **{**defaults, **values})
