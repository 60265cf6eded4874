"""Factories of the directory, used by every room: agencies, units, officers in posts with roles."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from congvu.directory import models
from congvu.directory.messages import Actor
from congvu.directory.queries import actor_for
from congvu.directory.services import realm_files

LONG_AGO = dt.date(2025, 7, 1)

SEEDED_ROLES: dict[str, dict[str, Any]] = {
    row["code"]: row for row in realm_files.read_json("roles.json")["roles"]
}


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = models.Territory

    code = factory.Sequence(lambda n: f"9{n:04d}")
    name = factory.Sequence(lambda n: f"Xã Thử {n}")
    kind = "xã"
    valid_from = LONG_AGO


class AgencyFactory(DjangoModelFactory):
    """An agency with a path; `parent=` puts it below another."""

    class Meta:
        model = models.Agency
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"co-quan-{n}")
    realm = "thu"
    name = factory.Sequence(lambda n: f"Ủy ban nhân dân xã Thử {n}")
    kind = models.AgencyKind.COMMITTEE
    level = models.Level.COMMUNE
    place = "Thử"
    opened_on = LONG_AGO

    @factory.post_generation
    def path(self: models.Agency, create: bool, extracted: Any, **kwargs: Any) -> None:
        above = self.parent.path if self.parent else "/"
        self.path = f"{above}{self.pk}/"
        models.Agency.objects.filter(pk=self.pk).update(path=self.path)


class UnitFactory(DjangoModelFactory):
    """A unit of an agency with a path; `parent=` puts it below another."""

    class Meta:
        model = models.Unit
        skip_postgeneration_save = True

    agency = factory.LazyAttribute(lambda unit: unit.parent.agency if unit.parent else AgencyFactory())
    parent = None
    name = factory.Sequence(lambda n: f"Phòng Thử {n}")
    code = factory.Sequence(lambda n: f"PT{n}")

    class Params:
        one_stop = factory.Trait(name="Trung tâm Phục vụ hành chính công", is_one_stop=True)

    @factory.post_generation
    def path(self: models.Unit, create: bool, extracted: Any, **kwargs: Any) -> None:
        above = self.parent.path if self.parent else "/"
        self.path = f"{above}{self.pk}/"
        models.Unit.objects.filter(pk=self.pk).update(path=self.path)


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = models.Position
        django_get_or_create = ("code",)

    code = "chuyen-vien"
    name = "Chuyên viên"


class RoleFactory(DjangoModelFactory):
    """A role; without `capabilities=` it has those of the seeded role of that code."""

    class Meta:
        model = models.Role
        django_get_or_create = ("code",)

    code = "specialist"
    name = factory.LazyAttribute(lambda role: SEEDED_ROLES[role.code]["name"])
    reach = factory.LazyAttribute(lambda role: SEEDED_ROLES[role.code]["reach"])
    capabilities = factory.LazyAttribute(lambda role: SEEDED_ROLES[role.code]["capabilities"])


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = models.Officer

    username = factory.Sequence(lambda n: f"can.bo.{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Thử {n}")


def touch(officer: models.Officer) -> None:
    """Do as the services do: let the next request read the officer's posts anew."""
    officer.actor_stamp = models.new_stamp()
    models.Officer.objects.filter(pk=officer.pk).update(actor_stamp=officer.actor_stamp)


class PostFactory(DjangoModelFactory):
    """An officer in a unit; `roles=["clerk"]` gives roles by code."""

    class Meta:
        model = models.Post
        skip_postgeneration_save = True

    officer = factory.SubFactory(OfficerFactory)
    unit = factory.SubFactory(UnitFactory)
    agency = factory.SelfAttribute("unit.agency")
    position = factory.SubFactory(PositionFactory)
    valid_from = LONG_AGO

    @factory.post_generation
    def roles(self: models.Post, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        self.roles.set([RoleFactory(code=code) for code in extracted or ["specialist"]])
        touch(self.officer)


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = models.Delegation
        skip_postgeneration_save = True

    post = factory.SubFactory(PostFactory)
    substitute = factory.SubFactory(OfficerFactory)
    kind = models.Delegation.Kind.AUTHORISATION
    starts_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(hours=1))
    ends_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=1))

    @factory.post_generation
    def fresh(self: models.Delegation, create: bool, extracted: Any, **kwargs: Any) -> None:
        if self.substitute:
            touch(self.substitute)


def make_actor(*roles: str, unit: models.Unit | None = None, **officer: Any) -> Actor:
    """Return an actor in a new post with `roles` (default: specialist) in `unit` or in a new agency."""
    post = PostFactory(
        unit=unit or UnitFactory(), officer=OfficerFactory(**officer), roles=list(roles) or ["specialist"]
    )
    return actor_for(post.officer, post.pk)
