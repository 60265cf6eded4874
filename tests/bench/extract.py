"""How well documents are read: precision and recall per field over our own corpus, a third of it held out.

`ARGS=--misses` names every value that was misread; `ARGS=--dev` leaves the held-out third unread.
"""

import os
import sys
import time

from tests.bench.harness import Bench

GOALS = ["f1_min>=0.9", "f1_mean>=0.95", "f1_held_out>=0.93", "crashed<=0", "ms_doc<=250"]


def main() -> int:
    """Read every case; print the table and the closing line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from congvu.documents.services import read_bytes
    from congvu.documents.tests.corpus.cases import all_cases
    from congvu.documents.tests.corpus.measure import FIELDS, Table

    cases = [case for case in all_cases() if not ("--dev" in sys.argv and case.held_out)]
    whole, held = Table(), Table()
    crashed, spent = 0, 0.0
    for case in cases:
        data, name = case.file()
        started = time.perf_counter()
        try:
            reading = read_bytes(data, name).reading
        except Exception as error:
            crashed += 1
            print(f"  {case.name}: {type(error).__name__} {error}", flush=True)
            continue
        spent += time.perf_counter() - started
        whole.add(case, reading)
        if case.held_out:
            held.add(case, reading)
    print(f"  {'field':<12}{'precision':>10}{'recall':>8}{'f1':>7}{'wanted':>8}{'held out f1':>13}")
    for field in FIELDS:
        score, other = whole.scores[field], held.scores[field]
        figures = f"{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>7.3f}{score.wanted:>8}"
        print(f"  {field:<12}{figures}{other.f1:>13.3f}")
    if "--misses" in sys.argv:
        print("\n".join(f"  miss {line}" for line in whole.misses), flush=True)
    bench = Bench("extract", GOALS)
    bench.note(documents=len(cases), held_out=sum(case.held_out for case in cases), crashed=crashed)
    bench.note(ms_doc=spent / max(1, len(cases)) * 1000)
    scores = [whole.scores[field].f1 for field in FIELDS]
    others = [held.scores[field].f1 for field in FIELDS]
    bench.note(f1_min=min(scores), f1_mean=sum(scores) / len(scores), f1_held_out=sum(others) / len(others))
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
