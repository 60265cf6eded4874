"""The corpus: enough of it, all types, and read well (`make bench NAME=extract` prints the table)."""

from congvu.documents.rules.reading.kinds import KINDS
from congvu.documents.services import read_bytes
from congvu.documents.tests.corpus.cases import all_cases
from congvu.documents.tests.corpus.measure import FIELDS, Table

CASES = all_cases()


def test_the_corpus_covers_the_29_types_in_every_form_and_noise():
    assert len(CASES) >= 60
    assert {case.doc.kind for case in CASES} == {kind.name for kind in KINDS if kind.administrative}
    assert len({kind.name for kind in KINDS if kind.administrative}) == 29
    assert len({case.form for case in CASES}) >= 12
    assert len({case.noise for case in CASES if case.noise}) >= 10
    assert sum(case.held_out for case in CASES) >= len(CASES) // 3
    assert len({(case.doc.subject, case.doc.number, case.doc.notation) for case in CASES}) >= 80


def test_texts_and_word_files_are_read_well():
    table = Table()
    for case in CASES:
        if not case.form.startswith("pdf"):
            table.add(case, read_bytes(*case.file()).reading)
    poor = {name: table.scores[name].f1 for name in FIELDS if table.scores[name].f1 < 0.95}
    assert not poor, "\n".join([str(poor), *table.misses])


def test_a_miss_is_counted():
    table = Table()
    table.add(CASES[0], read_bytes("Số: 1/QĐ-UBND".encode(), "a.txt").reading)
    assert table.scores["subject"].f1 == 0
    assert table.misses
