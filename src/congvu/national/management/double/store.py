"""What the double keeps, in a SQLite file of its own: safe across threads, gone with the file."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from congvu.national.rules.values import ISO, ZONE, written

_SCHEMA = """
CREATE TABLE IF NOT EXISTS dossier (
  code TEXT PRIMARY KEY, remote_id TEXT, agency TEXT, procedure TEXT, status TEXT, body TEXT,
  history TEXT DEFAULT '[]', progress TEXT DEFAULT '[]', origin TEXT, created TEXT, updated TEXT);
CREATE TABLE IF NOT EXISTS inbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, agency TEXT, code TEXT, kind TEXT, body TEXT,
  confirmed TEXT, note TEXT);
CREATE TABLE IF NOT EXISTS file (id TEXT PRIMARY KEY, name TEXT, sha256 TEXT, bytes BLOB);
CREATE TABLE IF NOT EXISTS token (token TEXT PRIMARY KEY, until TEXT);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER);
"""


class Store:
    """The database of the double.

    Args:
        path: a file, or ":memory:".
    """

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_SCHEMA)

    def rows(self, statement: str, values: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """Run one statement and return its rows."""
        with self._lock:
            return [dict(row) for row in self._db.execute(statement, tuple(values)).fetchall()]

    def count(self, name: str) -> int:
        """Return the next number of a counter, from 1."""
        with self._lock:
            self._db.execute("INSERT OR IGNORE INTO counter VALUES (?, 0)", [name])
            self._db.execute("UPDATE counter SET value = value + 1 WHERE name = ?", [name])
            [row] = self._db.execute("SELECT value FROM counter WHERE name = ?", [name]).fetchall()
            return int(row["value"])

    def dossier(self, code: str) -> dict[str, Any] | None:
        """Return a dossier with its lists read, or None."""
        for row in self.rows("SELECT * FROM dossier WHERE code = ?", [code]):
            for name in ("body", "history", "progress"):
                row[name] = json.loads(row[name])
            return row
        return None

    def keep(self, code: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Write a dossier, new or changed; a change of status is added to its history."""
        with self._lock:
            row = self.dossier(code) or {
                "remote_id": f"QG{self.count('dossier'):08d}", "agency": "", "procedure": "", "status": "",
                "body": {}, "history": [], "progress": [], "origin": "local", "created": now(),
            }  # fmt: skip
            before = row["status"]
            row |= {**values, "updated": now()}
            if row["status"] != before:
                row["history"].append({"TrangThai": row["status"], "ThoiDiem": row["updated"]})
            names = ("remote_id", "agency", "procedure", "status", "body", "history", "progress", "origin",
                     "created", "updated")  # fmt: skip
            told = [
                json.dumps(row[name], ensure_ascii=False) if isinstance(row[name], list | dict) else row[name]
                for name in names
            ]
            self._db.execute(
                f"INSERT OR REPLACE INTO dossier (code, {', '.join(names)}) "  # noqa: S608 — own names
                f"VALUES (?{', ?' * len(names)})",
                [code, *told],
            )
            return {**row, "code": code}

    def post(self, agency: str, code: str, kind: str, body: Mapping[str, Any]) -> int:
        """Put a message into an agency's inbox and return its number."""
        with self._lock:
            text = json.dumps(body, ensure_ascii=False)
            cursor = self._db.execute(
                "INSERT INTO inbox (agency, code, kind, body, confirmed, note) VALUES (?, ?, ?, ?, '', '')",
                [agency, code, kind, text],
            )
            return int(cursor.lastrowid or 0)

    def clear(self) -> None:
        """Forget every dossier, message, file and number; sessions hold on."""
        with self._lock:
            for table in ("dossier", "inbox", "file", "counter"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 — own names

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


def now() -> str:
    """Return this moment as the double writes it."""
    return written(datetime.now(UTC), ISO)


def today() -> str:
    """Return today in Việt Nam as YYMMDD."""
    return datetime.now(UTC).astimezone(ZONE).strftime("%y%m%d")
