"""Trảng Bom in 2015: dossiers of the district and its communes, by the dates and rules of that year."""

import random
from datetime import datetime

from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.dossiers.services.demo.almanac import Almanac
from congvu.dossiers.services.demo.cast import Citizens, Officers
from congvu.dossiers.services.demo.clock import moved_clock
from congvu.dossiers.services.demo.ground import DATA, load_procedures
from congvu.dossiers.services.demo.lives import Life
from congvu.dossiers.services.demo.stage import Stage
from congvu.procedures import services as procedures
from congvu.procedures.messages import FrozenProcedure
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.queries import frozen

OPENING = datetime(2015, 1, 5, 7, 30, tzinfo=timezone.get_default_timezone())
CLOSING = datetime(2015, 12, 25, 16, 30, tzinfo=timezone.get_default_timezone())
FIRST_NO = 5001
FATES = ("", "", "", "", "", "note", "reject", "withdraw", "back", "")


def play_2015(actor: Actor, dice: random.Random, many: int) -> int:
    """Play `many` dossiers of 2015 to their end; return how many acts that took.

    The catalogue of that year is published for it and retired afterwards, so that nobody is offered it today.
    """
    communes = list(Agency.objects.filter(realm="trang-bom-2015", level="commune").order_by("path")[:4])
    if not communes or not many:
        return 0
    district = Agency.objects.get(key="huyen-trang-bom-2015")
    with moved_clock(OPENING) as clock:
        codes = load_procedures(DATA, actor=actor)
        versions = ProcedureVersion.objects.filter(procedure__code__in=codes).order_by("procedure__code")
        known = [frozen(pk) for pk in versions.values_list("pk", flat=True)]
        clock.at = CLOSING
        officers = Officers(district.realm, CLOSING.date(), dice)
        almanac = Almanac(CLOSING, district.pk, 340)
        lives = _lives(known, communes, district, almanac, dice, many)
        acts = Stage(clock, almanac, officers, {}, dice, 0).play(lives)
    for procedure in known:
        if versions.filter(pk=procedure.version_id, status=ProcedureVersion.Status.PUBLISHED).exists():
            procedures.retire_version(
                procedure.version_id,
                actor=actor,
                last_day=district.closed_on or timezone.localdate(CLOSING),
                reason="Nghị quyết 202/2025/QH15: kết thúc hoạt động của cấp huyện",
            )
    return acts


def _lives(
    known: list[FrozenProcedure],
    communes: list[Agency],
    district: Agency,
    almanac: Almanac,
    dice: random.Random,
    many: int,
) -> list[Life]:
    citizens = Citizens(dice, 2015)
    # The newest moments come first; the last two months are left to bring everything to its end.
    moments = almanac.moments[len(almanac.moments) // 5 :]
    lives = []
    for number in range(many):
        procedure = known[number % len(known)]
        agency = district if "district" in procedure.levels else communes[number % len(communes)]
        at = dice.choice(moments)
        place = "TB" if agency is district else agency.key.removesuffix("-2015").upper()
        fate = dice.choice(FATES)
        lives.append(
            Life(
                no=FIRST_NO + number,
                procedure=procedure,
                case_no=1,
                channel="1",
                receiving=agency,
                competent=agency,
                at=at,
                owner=citizens.citizen(agency, old=True),
                code=f"{place}-{at:%y%m%d}-{number + 1:04d}",
                speed=0.2 if procedure.instant else 1.2,
                deeds={_appraisal(agency, district): fate} if fate else {},
            )
        )
    return lives


def _appraisal(agency: Agency, district: Agency) -> str:
    """Return the step of the default processes at which things happen: theirs differ by level."""
    return "s3" if agency.pk == district.pk else "s2"
