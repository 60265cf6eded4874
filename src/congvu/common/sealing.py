"""Sealing secrets for the database: authenticated encryption whose keys can be changed without stopping.

The keys stand in a file, one a line, or in the environment; the first one seals, all of them open. To change
keys: put a new one first, seal everything anew (`Sealer.renewed`), and take the old one away.
"""

import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealBroken(Exception):  # noqa: N818 — what happened
    """None of the keys opens this; the key that sealed it is missing, or the text was changed."""


class Sealer:
    """Seals and opens short texts.

    Args:
        path: the file of keys, made on first use (readable by its owner alone); read at each use, so that a
            changed file counts at once in every process.
        keys: keys from the environment; the file is not used then.
    """

    def __init__(self, path: Path, keys: str = "") -> None:
        self.path, self.keys = path, keys

    def seal(self, text: str) -> str:
        """Return `text` sealed; "" stays ""."""
        return self._box().encrypt(text.encode()).decode("ascii") if text else ""

    def unseal(self, sealed: str) -> str:
        """Return what was sealed; raise SealBroken when no key opens it."""
        if not sealed:
            return ""
        try:
            return self._box().decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBroken("no key opens this secret") from None

    def renewed(self, sealed: str) -> str:
        """Return a sealed text sealed with the first key; raise SealBroken when no key opens it."""
        if not sealed:
            return ""
        try:
            return self._box().rotate(sealed.encode()).decode("ascii")
        except InvalidToken:
            raise SealBroken("no key opens this secret") from None

    def add_key(self) -> None:
        """Put a new key first in the file."""
        self._write([Fernet.generate_key().decode("ascii"), *self._read()])

    def drop_old_keys(self) -> None:
        """Keep only the first key in the file."""
        self._write(self._read()[:1])

    def _box(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self._read()])

    def _read(self) -> list[str]:
        if self.keys:
            return self.keys.replace(",", " ").split()
        try:
            found = self.path.read_text(encoding="ascii").split()
        except FileNotFoundError:
            found = []
        return found or self._made()

    def _made(self) -> list[str]:
        """Make the file with its first key; of two processes at once, both use the one that came first."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._temporary([Fernet.generate_key().decode("ascii")])
        try:
            os.link(temporary, self.path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
        return self.path.read_text(encoding="ascii").split()

    def _write(self, keys: list[str]) -> None:
        self._temporary(keys).replace(self.path)

    def _temporary(self, keys: list[str]) -> Path:
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".keys")
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write("\n".join(keys) + "\n")
            out.flush()
            os.fsync(out.fileno())
        return Path(name)
