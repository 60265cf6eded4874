"""A small world of signing: an authority, an officer and an agency with keys, papers to sign."""

import subprocess
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import typst
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from congvu.directory.messages import Actor
from congvu.directory.models import Agency, Officer
from congvu.directory.queries import actor_for
from congvu.directory.tests.factories import AgencyFactory, OfficerFactory, PostFactory, UnitFactory
from congvu.signing import services
from congvu.signing.messages import Box, Secret, SignatureDetail, Trust
from congvu.signing.models import Certificate
from congvu.signing.services import dev_ca, drawings, fonts

PASSPHRASE = "sen-hồng-97"
SECRET = Secret(PASSPHRASE)
SIGNER = "Nguyễn Thị Ánh"
AGENCY = "Ủy ban nhân dân xã Thử Nghiệm"


@cache
def authority(name: str = "CA của bài thử") -> dev_ca.Authority:
    """Return the authority of all tests; another name is another authority."""
    return dev_ca.new_authority(name)


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """Return one RSA key for all tests: making them is slow."""
    key: rsa.RSAPrivateKey = dev_ca.new_key("rsa")
    return key


def trust(*authorities: dev_ca.Authority) -> Trust:
    """Return trust in the authority of the tests, or in those given."""
    return Trust(anchors=tuple(one.pem for one in authorities or (authority(),)))


@dataclass
class People:
    """Who signs.

    Args:
        agency: the agency.
        leader: signs as the signer.
        registry: văn thư, signs for the agency.
        admin: an administrator.
    """

    agency: Agency
    leader: Actor
    registry: Actor
    admin: Actor

    @property
    def officer(self) -> Officer:
        """Return the leader as a person."""
        return Officer.objects.get(pk=self.leader.officer_id)


def people() -> People:
    """Make an agency with a leader, văn thư and an administrator."""
    agency = AgencyFactory(name=AGENCY)
    unit = UnitFactory(agency=agency)

    def actor(role: str, name: str) -> Actor:
        post = PostFactory(unit=unit, roles=[role], officer=OfficerFactory(full_name=name))
        return actor_for(post.officer)

    return People(
        agency, actor("leader", SIGNER), actor("registry", "Lê Văn Thư"), actor("administrator", "Trần Q.")
    )


def key_of(
    name: str, organisation: str = AGENCY, *, by: dev_ca.Authority | None = None, **more: Any
) -> bytes:
    """Return a key file with a certificate for `name`; `kind="rsa"` for RSA, `valid_to=` for its end …"""
    issuer = by or authority()
    key, certificate = dev_ca.issue(issuer, name, organisation, **more)
    return dev_ca.key_file(key, certificate, issuer, PASSPHRASE)


def equip_officer(world: People, name: str = SIGNER, **more: Any) -> Certificate:
    """Give the leader a certificate."""
    data = key_of(name, **more)
    return services.add_pkcs12(data, PASSPHRASE, actor=world.admin, officer_id=world.leader.officer_id)


def equip_agency(world: People, **more: Any) -> Certificate:
    """Give the agency a certificate."""
    data = key_of(AGENCY, **more)
    return services.add_pkcs12(data, PASSPHRASE, actor=world.admin, agency_id=world.agency.pk)


def equipped() -> People:
    """Return people whose leader and agency can sign."""
    world = people()
    equip_officer(world)
    equip_agency(world)
    return world


def expired(row: Certificate) -> Certificate:
    """Let a certificate on record have ended yesterday."""
    row.valid_from, row.valid_to = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=1)
    row.save()
    return row


@cache
def paper(pages: int = 1, standard: str = "a-2b") -> bytes:
    """Return a document of some pages."""
    text = '#set page(paper: "a4")\n#set text(font: "Tinos", lang: "vi")\n'
    text += "\n#pagebreak()\n".join(f"= CÔNG VĂN trang {n}\nKính gửi: Sở Nội vụ.\n\n" for n in range(pages))
    text += "#v(8cm) KT. CHỦ TỊCH #box(width: 1cm)[] <noi-ky>\n= Nơi ký <ky-ten>\n"
    compiler = typst.Compiler(font_paths=fonts.loaded(), ignore_system_fonts=True)
    data = compiler.compile(
        input=text.encode(), format="pdf", pdf_standards=[standard], timestamp=1_790_000_000
    )
    assert isinstance(data, bytes)
    return data


SIGN_BOX = Box(340, 300, 500, 360)


def signer_detail(**more: Any) -> SignatureDetail:
    """Return where the leader signs, with a picture."""
    values: dict[str, Any] = {"box": SIGN_BOX, "image": picture(), "reason": "Ký duyệt", "location": "Thử"}
    return SignatureDetail(**values | more)


@cache
def picture() -> bytes:
    """Return a picture of handwriting."""
    return drawings.handwriting(SIGNER)


@cache
def seal() -> bytes:
    """Return a picture of a seal."""
    return drawings.seal(AGENCY)


def sign(world: People, pdf: bytes, **more: Any) -> Any:
    """Let the leader sign."""
    values: dict[str, Any] = {
        "role": "signer", "detail": signer_detail(), "actor": world.leader,
        "officer_id": world.leader.officer_id, "secret": SECRET,
    }  # fmt: skip
    return services.sign_pdf(pdf, **values | more)


def sign_for_agency(world: People, pdf: bytes, **more: Any) -> Any:
    """Let văn thư sign for the agency."""
    values: dict[str, Any] = {
        "role": "agency", "detail": SignatureDetail(box=Box(290, 280, 392, 382), image=seal()),
        "actor": world.registry, "agency_id": world.agency.pk, "secret": SECRET,
    }  # fmt: skip
    return services.sign_pdf(pdf, **values | more)


def pdfsig(data: bytes, folder: Path) -> str:
    """Return what poppler's pdfsig says of a file."""
    path = folder / f"{time.monotonic_ns()}.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False)
    return done.stdout
