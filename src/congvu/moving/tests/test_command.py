"""`congvu moving`: try, bring in, go on, tell."""

import pytest
from django.core.management import CommandError, call_command

from congvu.documents.models import IncomingDocument
from congvu.moving.models import Move
from congvu.moving.tests.world import IN_HEADINGS, incoming, xlsx

pytestmark = pytest.mark.django_db


def told(capsys, *words):
    call_command("moving", *words)
    return capsys.readouterr().out


def test_try_bring_in_and_tell(world, tmp_path, capsys):
    source = tmp_path / "so.xlsx"
    source.write_bytes(xlsx(IN_HEADINGS, [incoming(1), incoming(2, subject="")]).read())
    more = ("--agency", world.agency.key)
    said = told(capsys, "dry", "incoming", str(source), "--name", "Cũ", *more)
    assert "2 dòng, 1 chuyển được, 0 đã có, 1 lỗi" in said
    assert "thiếu trích yếu" in said
    assert not IncomingDocument.objects.exists()
    said = told(capsys, "run", "--move", str(Move.objects.get().pk), *more)
    assert "1 mới" in said
    assert "chưa rõ 0" in said
    assert "Đã chuyển xong" in told(capsys, "status", *more)
    assert "0 mới, 1 đã có" in told(capsys, "run", "incoming", str(source), *more)
    assert "1 đã có" in told(capsys, "status", "--move", str(Move.objects.latest("pk").pk), *more)


def test_what_cannot_be_is_said(world, tmp_path):
    for words in (("dry", "incoming", "/khong/co.xlsx"), ("run", "--move", "99"), ("dry",)):
        with pytest.raises(CommandError):
            call_command("moving", *words)
    bad = tmp_path / "x.csv"
    bad.write_text("a;b\n1;2\n")
    with pytest.raises(CommandError, match="tiêu đề"):
        call_command("moving", "dry", "incoming", str(bad))
