"""How fast forms are printed (first receipt of a process, pages per second warm), signed and verified."""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.harness import Bench, percentile

ROUNDS = 60
FIRST = """
import time, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from congvu.printing import queries
from congvu.printing.services import render_pdf
started = time.perf_counter()
render_pdf("receipt", queries.demo_data()["receipt"])
print((time.perf_counter() - started) * 1000)
"""


def first_ms() -> float:
    """Return the milliseconds of the first receipt in a fresh process, fonts and templates included."""
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def measure(code: str) -> tuple[list[float], int]:
    """Print the form ROUNDS times, each with another number; return seconds per page and the pages."""
    import pypdfium2

    from congvu.printing import queries
    from congvu.printing.services import render_html, render_pdf

    data = queries.demo_data()[code]
    pages = len(pypdfium2.PdfDocument(render_pdf(code, data)))
    render_html(code, data)
    seconds = []
    for number in range(ROUNDS):
        head = {**data["head"], "number": f"{number}/BENCH"}
        started = time.perf_counter()
        render_pdf(code, {**data, "head": head, **fresh_code(data, number)})
        seconds.append((time.perf_counter() - started) / pages)
    return seconds, pages


def fresh_code(data: dict[str, object], number: int) -> dict[str, str]:
    """Return another dossier code, so that each paper has a QR code of its own to draw."""
    return {"dossier_code": f"H19.75.26-261008-{number:04}"} if "dossier_code" in data else {}


def measure_signing(bench: Bench) -> None:
    """Sign a one-page document with P-256 and RSA keys and verify it; note the milliseconds at the middle.

    `sign_…` is all that `make_signature` does: certificate, guards, key file opened, picture, signature, and
    the look at the result; `bare_…` is pyHanko alone with the key open, as libraries are measured.
    """
    from django.conf import settings

    from congvu.signing import services
    from congvu.signing.tests import world as w

    with tempfile.TemporaryDirectory() as folder:
        settings.SIGNING_KEYS_DIR = Path(folder) / "keys"
        for kind in ("p256", "rsa"):
            world = w.people()
            w.equip_officer(world, kind=kind)
            signed = []

            def sign(world: w.People = world, signed: list[bytes] = signed) -> None:
                made = services.make_signature(
                    w.paper(), role="signer", detail=w.signer_detail(), actor=world.leader,
                    officer_id=world.leader.officer_id, secret=w.SECRET,
                )  # fmt: skip
                signed.append(made.data)

            bench.note(
                **{
                    f"sign_{kind}_ms": timed(sign),
                    f"bare_{kind}_ms": timed(bare_signing(w.key_of(w.SIGNER, kind=kind))),
                }
            )
            bench.note(
                **{f"verify_{kind}_ms": timed(lambda data=signed[-1]: services.verify_pdf(data, w.trust()))}
            )


def bare_signing(key_file: bytes) -> Callable[[], None]:
    """Return one signature by pyHanko alone, the key open, without a picture."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

    from congvu.signing.tests import world as w

    signer = SimpleSigner.load_pkcs12_data(key_file, other_certs=[], passphrase=w.PASSPHRASE.encode())
    meta = PdfSignatureMetadata(field_name="Ky", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")

    def sign() -> None:
        sign_pdf(IncrementalPdfFileWriter(io.BytesIO(w.paper())), meta, signer)

    return sign


def timed(act: Callable[[], object], rounds: int = 25) -> float:
    """Return the milliseconds of an act at the middle, after three rounds that do not count."""
    seconds = []
    for number in range(rounds + 3):
        started = time.perf_counter()
        act()
        if number >= 3:
            seconds.append(time.perf_counter() - started)
    return percentile(seconds, 50) * 1000


def main() -> int:
    """Measure every form and signing; the goal is 15 ms a page at the middle, warm."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from congvu.printing import queries

    bench = Bench(
        "pdf", ["page_ms<=15", "first_ms<=500", "sign_p256_ms<=100", "sign_rsa_ms<=200", "verify_p256_ms<=50"]
    )
    bench.note(first_ms=first_ms())
    every: list[float] = []
    for code in queries.demo_data():
        seconds, pages = measure(code)
        every += seconds * pages
        print(f"  {code}: {percentile(seconds, 50) * 1000:.1f} ms a page, {pages} page(s)", flush=True)
    bench.note(page_ms=percentile(every, 50) * 1000, p95_ms=percentile(every, 95) * 1000)
    bench.note(pages_s=len(every) / sum(every))
    measure_signing(bench)
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
