"""Keys in three kinds of places: files, a security module (SoftHSM), a remote service over HTTP."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.utils import timezone

from congvu.common.errors import ActionRefused
from congvu.signing import services
from congvu.signing.messages import KeyRef, Revocation, Secret, Standing, Trust
from congvu.signing.models import Certificate, SignatureRecord
from congvu.signing.providers.base import keeps_secret
from congvu.signing.services import dev_ca, verify_pdf
from congvu.signing.tests import remote
from congvu.signing.tests import world as w

pytestmark = pytest.mark.django_db
SOFTHSM = next(
    (
        str(path)
        for path in (
            Path("/usr/lib/softhsm/libsofthsm2.so"),
            Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
            Path("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
        )
        if path.is_file()
    ),
    "",
)


@dataclass
class Remote:
    """The trust service on loopback."""

    url: str
    folder: Path
    certificate: x509.Certificate

    def calls(self, name: str) -> list[Any]:
        """Return the bodies of the calls of a name."""
        rows = [json.loads(line) for line in (self.folder / "calls.jsonl").read_text().splitlines()]
        return [row["body"] for row in rows if row["call"] == name]

    def fail(self, *what: str) -> None:
        """Let calls fail from now on."""
        (self.folder / "fail").write_text(" ".join(what))

    def revoke(self, *certificates: x509.Certificate) -> None:
        """Publish a revocation list with these certificates."""
        (self.folder / "crl.der").write_bytes(crl(*certificates))


def crl(*certificates: x509.Certificate) -> bytes:
    now = timezone.now()
    issuer = w.authority()
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now - timedelta(minutes=5))
        .next_update(now + timedelta(days=1))
    )
    for one in certificates:
        row = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
        builder = builder.add_revoked_certificate(row.revocation_date(now - timedelta(minutes=2)).build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def pem_of(key: Any) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture(params=["p256"])
def service(request, tmp_path) -> Iterator[Remote]:
    """Start the trust service as a process; `indirect` parametrisation chooses the kind of key."""
    folder = tmp_path / "remote"
    folder.mkdir()
    key, certificate = dev_ca.issue(w.authority(), w.SIGNER, w.AGENCY, kind=request.param)
    tsa_key, tsa = dev_ca.issue(w.authority(), "Dịch vụ dấu thời gian thử", kind="rsa", time_stamping=True)
    (folder / "key.pem").write_bytes(pem_of(key))
    (folder / "chain.pem").write_bytes(certificate.public_bytes(Encoding.PEM) + w.authority().pem)
    (folder / "tsa.key").write_bytes(pem_of(tsa_key))
    (folder / "tsa.pem").write_bytes(tsa.public_bytes(Encoding.PEM))
    (folder / "crl.der").write_bytes(crl())
    with subprocess.Popen(
        [sys.executable, remote.__file__, str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        yield Remote(f"http://127.0.0.1:{port}", folder, certificate)
        process.kill()


def csc(service: Remote, **more: str) -> dict[str, dict[str, str]]:
    values = {
        "url": service.url, "version": "v1", "auth": "oauth2",
        "user": remote.USER, "secret": remote.PASSWORD, "token_url": "",
    }  # fmt: skip
    return {"thu": values | more}


def enter(world: w.People, certificate: x509.Certificate, provider: str, reference: str) -> Certificate:
    return services.add_certificate(
        certificate, provider=provider, reference=reference, actor=world.admin,
        officer_id=world.leader.officer_id,
    )  # fmt: skip


# Files


def test_the_file_is_kept_locked_and_private(world, settings) -> None:
    row = Certificate.objects.get(officer_id=world.leader.officer_id)
    path = settings.SIGNING_KEYS_DIR / row.reference
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert w.PASSPHRASE.encode() not in path.read_bytes()
    everything = json.dumps([list(map(str, values)) for values in Certificate.objects.values_list()])
    assert w.PASSPHRASE not in everything


@pytest.mark.parametrize(
    ("data", "secret", "sentence"),
    [
        (None, "sai", "Mật khẩu tệp khóa không đúng"),
        (None, "", "Hãy nhập mật khẩu"),
        (b"%PDF-1.7 not a key", "x", "không phải tệp khóa"),
        (b"", "x", "không phải tệp khóa"),
        (b"0" * 300_000, "x", "quá lớn"),
    ],
)
def test_bad_key_files_are_refused_with_a_sentence(bare, data, secret, sentence) -> None:
    data = w.key_of(w.SIGNER) if data is None else data
    with pytest.raises(ActionRefused, match=sentence):
        services.add_pkcs12(data, secret, actor=bare.admin, officer_id=bare.leader.officer_id)
    assert not Certificate.objects.exists()


def test_a_wrong_passphrase_signs_nothing(world) -> None:
    with pytest.raises(ActionRefused, match="Mật khẩu tệp khóa không đúng") as refused:
        w.sign(world, w.paper(), secret=Secret("sai"))
    assert (refused.value.code, refused.value.field) == ("wrong-secret", "secret")
    assert not SignatureRecord.objects.exists()


@pytest.mark.parametrize("where", ["file", "environment"])
def test_the_site_opens_the_agencys_key(world, settings, monkeypatch, where) -> None:
    row = Certificate.objects.get(agency=world.agency)
    key = KeyRef(row.provider, row.reference, row.fingerprint)
    assert not keeps_secret(key)
    if where == "file":
        settings.SIGNING_SECRETS_DIR.mkdir(parents=True)
        (settings.SIGNING_SECRETS_DIR / row.fingerprint).write_text(w.PASSPHRASE + "\n")
    else:
        monkeypatch.setenv(f"SIGNING_SECRET_{row.fingerprint[:16].upper()}", w.PASSPHRASE)
    assert keeps_secret(key)
    signed = w.sign_for_agency(world, w.sign(world, w.paper()).data, secret=Secret())
    assert verify_pdf(signed.data, w.trust()).standing == Standing.GOOD


def test_a_file_that_was_exchanged_is_noticed(world, settings) -> None:
    row = Certificate.objects.get(officer_id=world.leader.officer_id)
    (settings.SIGNING_KEYS_DIR / row.reference).write_bytes(w.key_of(w.SIGNER))
    with pytest.raises(ActionRefused, match="không còn khớp"):
        w.sign(world, w.paper())
    (settings.SIGNING_KEYS_DIR / row.reference).unlink()
    with pytest.raises(ActionRefused, match="Không tìm thấy tệp khóa"):
        w.sign(world, w.paper())
    Certificate.objects.filter(pk=row.pk).update(reference="../../etc/passwd")
    with pytest.raises(ActionRefused, match="Không tìm thấy tệp khóa"):
        w.sign(world, w.paper())


# A security module


@pytest.fixture
def token(tmp_path, settings, monkeypatch) -> Path:
    """Make a token in SoftHSM and return its folder."""
    if not SOFTHSM or not shutil.which("softhsm2-util"):
        pytest.skip("softhsm2 is not installed (apt-get install softhsm2)")
    folder = tmp_path / "tokens"
    folder.mkdir()
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    settings.SIGNING_PKCS11_MODULE = SOFTHSM
    return folder


SIGN_IN_TOKEN = """
import sys, json
from asn1crypto import x509, pem
import pkcs11
from pkcs11 import Attribute, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.x509 import decode_x509_certificate
module, key_path, cert_path = sys.argv[1:]
lib = pkcs11.lib(module)
token = lib.get_token(token_label="congvu")
with token.open(user_pin="1234", rw=True) as session:
    from cryptography.hazmat.primitives import serialization as form
    key = form.load_pem_private_key(open(key_path, "rb").read(), None)
    der = key.private_bytes(form.Encoding.DER, form.PrivateFormat.TraditionalOpenSSL, form.NoEncryption())
    values = decode_ec_private_key(der)
    values[Attribute.LABEL] = "ky-so"
    values[Attribute.SIGN] = True
    values[Attribute.TOKEN] = True
    session.create_object(values)
    certificate = decode_x509_certificate(pem.unarmor(open(cert_path, "rb").read())[2])
    certificate[Attribute.LABEL] = "ky-so"
    certificate[Attribute.TOKEN] = True
    session.create_object(certificate)
"""


def test_a_security_module_signs(token, bare, tmp_path) -> None:
    """The library keeps its state in the process, so that all is asked of one token in one test."""
    key, certificate = dev_ca.issue(w.authority(), w.SIGNER, w.AGENCY)
    (tmp_path / "k.pem").write_bytes(pem_of(key))
    (tmp_path / "c.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    words = ["softhsm2-util", "--init-token", "--free", "--label", "congvu", "--so-pin", "9", "--pin", "1234"]
    words[words.index("9")] = "98765432"
    subprocess.run(words, check=True, capture_output=True)
    script = [sys.executable, "-c", SIGN_IN_TOKEN, SOFTHSM, str(tmp_path / "k.pem"), str(tmp_path / "c.pem")]
    subprocess.run(script, check=True)
    row = enter(bare, certificate, "pkcs11", "congvu/ky-so")
    signed = w.sign(bare, w.paper(), secret=Secret("1234"))
    assert "Signature is Valid." in w.pdfsig(signed.data, tmp_path)
    assert verify_pdf(signed.data, w.trust()).standing == Standing.GOOD
    for secret, sentence in (("0000", "Mã PIN không đúng"), ("", "mã PIN|Mã PIN")):
        with pytest.raises(ActionRefused, match=sentence):
            w.sign(bare, w.paper(), secret=Secret(secret))
    for reference in ("congvu/khong-co", "khac/ky-so"):
        Certificate.objects.filter(pk=row.pk).update(reference=reference)
        with pytest.raises(ActionRefused, match="Không tìm thấy khóa trong thiết bị"):
            w.sign(bare, w.paper(), secret=Secret("1234"))
    assert SignatureRecord.objects.count() == 1


def test_a_provider_that_is_not_set_up_is_refused(bare) -> None:
    _key, certificate = dev_ca.issue(w.authority(), w.SIGNER)
    enter(bare, certificate, "pkcs11", "congvu/ky-so")
    with pytest.raises(ActionRefused, match="chưa được cấu hình"):
        w.sign(bare, w.paper())


# A remote service


@pytest.mark.parametrize("service", ["p256", "rsa"], indirect=True)
@pytest.mark.parametrize(("version", "auth"), [("v1", "oauth2"), ("v1", "basic"), ("v2", "oauth2")])
def test_a_remote_service_signs_and_sees_only_the_hash(
    service, bare, settings, tmp_path, version, auth
) -> None:
    settings.SIGNING_CSC = csc(service, version=version, auth=auth)
    enter(bare, service.certificate, "csc", f"thu/{remote.CREDENTIAL}")
    signed = w.sign(bare, w.paper(), secret=Secret(remote.PIN))
    assert "Signature is Valid." in w.pdfsig(signed.data, tmp_path)
    assert verify_pdf(signed.data, w.trust()).standing == Standing.GOOD
    [asked] = service.calls("signatures/signHash")
    assert len(json.dumps(asked)) < 400
    assert len(service.calls("credentials/authorize")) == 1


def test_a_remote_service_asks_for_a_one_time_code(service, bare, settings) -> None:
    (service.folder / "otp").touch()
    settings.SIGNING_CSC = csc(service)
    enter(bare, service.certificate, "csc", f"thu/{remote.CREDENTIAL}")
    with pytest.raises(ActionRefused, match="Mã OTP không đúng"):
        w.sign(bare, w.paper(), secret=Secret(remote.PIN, "000000"))
    signed = w.sign(bare, w.paper(), secret=Secret(remote.PIN, remote.OTP))
    assert verify_pdf(signed.data, w.trust()).standing == Standing.GOOD


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("pin", "Mã PIN không đúng"),
        ("account", "không nhận tài khoản"),
        ("signHash", "không trả lời hoặc từ chối"),
        ("silent", "không nhận tài khoản|không trả lời"),
        ("garbage", "Chữ ký nhận về không đúng"),
        ("disabled", "đang bị khóa"),
        ("credential", "không có khóa này"),
        ("http", "phải là HTTPS"),
        ("unknown", "Chưa cấu hình dịch vụ"),
        ("gone", "không trả lời"),
    ],
)
def test_what_goes_wrong_is_told_and_nothing_is_signed(service, bare, settings, fault, sentence) -> None:
    settings.SIGNING_CSC = csc(service, auth="basic" if fault == "silent" else "oauth2")
    reference = f"thu/{remote.CREDENTIAL}"
    if fault == "account":
        settings.SIGNING_CSC["thu"]["secret"] = "khác"
    elif fault == "http":
        settings.SIGNING_CSC["thu"]["url"] = "http://ky-so.example.vn"
    elif fault == "gone":
        settings.SIGNING_CSC["thu"]["url"] = "http://127.0.0.1:9"
    elif fault in {"credential", "unknown"}:
        reference = "thu/khoa-99" if fault == "credential" else "khac/khoa-01"
    service.fail(fault)
    enter(bare, service.certificate, "csc", reference)
    with pytest.raises(ActionRefused, match=sentence):
        w.sign(bare, w.paper(), secret=Secret("000000" if fault == "pin" else remote.PIN))
    assert not SignatureRecord.objects.exists()


def test_secret_documents_stay_away_from_remote_services(service, bare, settings) -> None:
    settings.SIGNING_CSC = csc(service)
    enter(bare, service.certificate, "csc", f"thu/{remote.CREDENTIAL}")
    with pytest.raises(ActionRefused, match="Văn bản mật không được ký bằng dịch vụ ký số từ xa"):
        w.sign(bare, w.paper(), secret=Secret(remote.PIN), secrecy=1)
    assert not (service.folder / "calls.jsonl").exists()
    settings.SIGNING_SECRET_LOCAL_ONLY = False
    assert w.sign(bare, w.paper(), secret=Secret(remote.PIN), secrecy=1).record_id


# Time stamps and revocation


def test_a_time_stamp_proves_the_time(service, world, settings, tmp_path) -> None:
    settings.SIGNING_TSA_URL = f"{service.url}/tsa"
    signed = w.sign(world, w.paper())
    assert signed.level == "B-T"
    [one] = verify_pdf(signed.data, w.trust()).signatures
    assert (one.stamped, one.standing) == (True, Standing.GOOD)
    assert "có dấu thời gian xác nhận" in one.sentence
    assert "Signature is Valid." in w.pdfsig(signed.data, tmp_path)
    [unstamped] = verify_pdf(signed.data).signatures
    assert not unstamped.stamped, "a stamp of nobody whom one believes proves nothing"


def test_without_the_time_stamp_service_one_signs_or_waits(service, world, settings) -> None:
    settings.SIGNING_TSA_URL = f"{service.url}/tsa"
    service.fail("tsa")
    assert w.sign(world, w.paper()).level == "B-B"
    settings.SIGNING_TSA_REQUIRED = True
    with pytest.raises(ActionRefused, match="dấu thời gian không trả lời"):
        w.sign(world, w.paper())


def test_revocation_data_are_embedded_when_they_can_be_had(service, bare, settings) -> None:
    services.add_anchor(w.authority().pem, actor=w.Actor.system(bare.agency.pk))
    settings.SIGNING_LTV, settings.SIGNING_TSA_URL = True, f"{service.url}/tsa"
    w.equip_officer(bare, crl_url=f"{service.url}/crl.der")
    signed = w.sign(bare, w.paper())
    assert signed.level == "B-LT"
    assert b"/DSS" in signed.data
    [one] = verify_pdf(signed.data, w.trust()).signatures
    assert (one.revocation, one.standing) == (Revocation.GOOD, Standing.GOOD)
    assert "chưa bị thu hồi" in one.sentence
    service.fail("crl")
    assert w.sign(bare, w.paper()).level == "B-T"


def test_revocation_is_asked_for_only_when_told(service, bare) -> None:
    row = w.equip_officer(bare, crl_url=f"{service.url}/crl.der")
    signed = w.sign(bare, w.paper())
    service.revoke(x509.load_pem_x509_certificate(row.pem.encode()))
    [one] = verify_pdf(signed.data, w.trust()).signatures
    assert one.revocation == Revocation.UNKNOWN
    assert "chưa kiểm tra việc thu hồi" in one.sentence
    known = Trust(anchors=w.trust().anchors, network=True)
    [one] = verify_pdf(signed.data, known).signatures
    assert (one.revocation, one.standing) == (Revocation.REVOKED, Standing.BAD)
    assert "ĐÃ BỊ THU HỒI" in one.sentence
