"""How fast forms are printed: the first receipt of a process, and pages per second once warm."""

import os
import subprocess
import sys
import time

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


def main() -> int:
    """Measure every form; the goal is 15 ms a page at the middle, warm."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from congvu.printing import queries

    bench = Bench("pdf", ["page_ms<=15", "first_ms<=500"])
    bench.note(first_ms=first_ms())
    every: list[float] = []
    for code in queries.demo_data():
        seconds, pages = measure(code)
        every += seconds * pages
        print(f"  {code}: {percentile(seconds, 50) * 1000:.1f} ms a page, {pages} page(s)", flush=True)
    bench.note(page_ms=percentile(every, 50) * 1000, p95_ms=percentile(every, 95) * 1000)
    bench.note(pages_s=len(every) / sum(every))
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
