"""What was signed today with the certificates of the development authority: only where DEMO is set."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from congvu.common.subject import Subject
from congvu.documents.messages import SignOff
from congvu.documents.models import OutgoingDocument
from congvu.documents.services import copy_document
from congvu.dossiers.services.demo.office.drafting import Drafting, drafting
from congvu.dossiers.services.demo.office.house import House
from congvu.dossiers.services.demo.office.stage import Stage
from congvu.signing.services import dev_ca

STOPS = ("issued", "issued", "issued", "signed")


def seal_today(stage: Stage, house: House, others: list[House]) -> None:
    """Give the signers of an agency certificates; sign, seal and issue some documents, and copy one."""
    if not settings.DEMO:
        return
    end = stage.now
    for _name in dev_ca.equip(house.agency.realm, agencies=[house.agency.pk]):
        pass
    sign_off = SignOff(code=dev_ca.passphrase_here())
    morning = end - timedelta(minutes=45)
    if timezone.localdate(morning) == timezone.localdate(end):
        stage.clock.at = morning
    for place, until in enumerate(STOPS):
        desk = house.full[place % len(house.full)]
        to = tuple(stage.dice.sample(others, min(2, len(others))))
        plan = Drafting(until, desk, desk.workers[0], to, 0, electronic=True, sign_off=sign_off)
        for _rest in drafting(stage, house, plan):
            stage.clock.at = min(end, stage.now + timedelta(minutes=2))
    stage.clock.at = end
    issued = OutgoingDocument.objects.filter(agency=house.agency, state="issued", medium="electronic")
    source = Subject("documents.outgoingdocument", issued.order_by("-pk")[0].pk)
    copy_document(source, "SY", actor=house.registry, purpose="Lưu hồ sơ công việc")
