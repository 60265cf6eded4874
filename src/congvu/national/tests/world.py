"""A commune whose one-stop is joined to the double of the national side."""

from congvu.delivery.models import Delivery
from congvu.delivery.services import claiming
from congvu.delivery.services.delivering import deliver as deliver_one
from congvu.directory.messages import Actor
from congvu.dossiers import services as dossiers
from congvu.dossiers.tests.world import World, build
from congvu.national.models import NationalLink
from congvu.national.services import LinkPlan, save_link, switch_link

__all__ = ["build", "deliver", "join", "plan", "work_through"]


def plan(world: World, double, generation: str = "1", **changes) -> LinkPlan:
    values = {
        "name": "Cổng quốc gia", "agency_id": world.commune.pk, "generation": generation,
        "address": f"{double.base}/v{generation}", "account": "congvu", "secret": "quoc-gia",
        "agency_code": "H19.75.26248",
    }  # fmt: skip
    return LinkPlan(**{**values, **changes})


def join(world: World, double, generation: str = "1", **changes) -> NationalLink:
    """Keep a link and take it into use."""
    actor = Actor.system(world.commune.pk)
    link = save_link(plan(world, double, generation, **changes), actor=actor)
    return switch_link(link.pk, on=True, actor=actor)


def deliver(turns: int = 30) -> None:
    """Let a worker send what is due, until nothing is."""
    for _turn in range(turns):
        claims = claiming.claim("thử")
        if not claims:
            return
        for one in claims:
            deliver_one(one, "thử")


def work_through(world: World, dossier) -> None:
    """Take a received dossier to its returned result."""
    dossiers.complete_step(dossier.pk, "s1", actor=world.clerk)
    dossiers.propose_result(dossier.pk, "s2", actor=world.specialist, name="Giấy khai sinh")
    dossiers.sign_result(dossier.pk, "s3", actor=world.leader)
    dossiers.issue_result(dossier.pk, "s4", actor=world.registry)
    dossiers.return_result(dossier.pk, actor=world.clerk, way="counter", receiver="Trần Thị Bưởi")


def due_now() -> None:
    """Let what waits for its next attempt be due."""
    from django.utils import timezone

    Delivery.objects.filter(state="waiting").update(next_at=timezone.now())
