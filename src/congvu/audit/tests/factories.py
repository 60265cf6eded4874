"""People and agencies that events are about; kept tiny, because this room must not know more of them."""

from typing import Any

import factory

from congvu.audit.services import Entry
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    key = factory.Sequence(lambda number: f"co-quan-{number}")
    realm = "thu"
    name = factory.Sequence(lambda number: f"Xã Thử {number}")
    kind = "committee"
    level = "commune"


class OfficerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Officer

    username = factory.Sequence(lambda number: f"can-bo-{number}")
    full_name = "Nguyễn Thị Ánh"


def actor_in(agency: Agency, officer: Officer | None = None, **values: Any) -> Actor:
    """Return an officer of `agency`, made when not given."""
    officer = officer or OfficerFactory()
    return Actor(
        officer_id=officer.pk,
        officer_name=officer.full_name,
        agency_id=agency.pk,
        post_title="Chuyên viên",
        **values,
    )


def entry(actor: Actor, pk: int = 1, **values: Any) -> Entry:
    """Return a fact about test subject `pk`."""
    return Entry("test.done", Subject("test.thing", pk), actor, **values)
