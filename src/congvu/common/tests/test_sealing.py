"""Secrets are sealed; keys change without stopping."""

from pathlib import Path

import pytest

from congvu.common.sealing import SealBroken, Sealer


def test_what_is_sealed_opens_and_shows_nothing(tmp_path: Path) -> None:
    sealer = Sealer(tmp_path / "keys")
    sealed = sealer.seal("khóa bí mật")
    assert "khóa" not in sealed
    assert sealer.unseal(sealed) == "khóa bí mật"
    assert sealer.seal("khóa bí mật") != sealed
    assert (sealer.seal(""), sealer.unseal("")) == ("", "")
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0


def test_a_changed_text_is_refused(tmp_path: Path) -> None:
    sealer = Sealer(tmp_path / "keys")
    sealed = sealer.seal("khóa")
    with pytest.raises(SealBroken):
        sealer.unseal(sealed[:-4] + "AAA=")
    with pytest.raises(SealBroken):
        Sealer(tmp_path / "other").unseal(sealed)


def test_keys_are_changed_while_another_process_reads(tmp_path: Path) -> None:
    ours, theirs = Sealer(tmp_path / "keys"), Sealer(tmp_path / "keys")
    old = ours.seal("khóa")
    ours.add_key()
    assert theirs.unseal(old) == "khóa"
    new = theirs.renewed(old)
    ours.drop_old_keys()
    assert theirs.unseal(new) == "khóa"
    with pytest.raises(SealBroken):
        theirs.unseal(old)


def test_keys_of_the_environment_win(tmp_path: Path) -> None:
    sealer = Sealer(tmp_path / "keys")
    sealed = sealer.seal("khóa")
    key = (tmp_path / "keys").read_text().strip()
    assert Sealer(tmp_path / "none", key).unseal(sealed) == "khóa"
    assert not (tmp_path / "none").exists()
