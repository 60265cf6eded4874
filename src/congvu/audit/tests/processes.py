"""Real processes on the database of the test run: the only honest way to test locks, leases and kills."""

import os
import sqlite3
import subprocess
import sys
from urllib.parse import quote

import psycopg
from django.db import connection


class Outside:
    """The test database as other processes reach it.

    On PostgreSQL it is the test database itself (committed data: use `transactional_db`); on SQLite, whose
    test database lives in memory, a copy of it in a file.
    """

    def __init__(self, folder):
        self.vendor = connection.vendor
        if self.vendor == "sqlite":
            self.file = folder / "copy.sqlite3"
            connection.ensure_connection()
            with sqlite3.connect(self.file) as copy:
                connection.connection.backup(copy)
            copy.close()
            self.url = f"sqlite:///{self.file}"
        else:
            at = connection.settings_dict
            who = quote(at["USER"] or "", safe="") + (
                f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else ""
            )
            self.url = f"postgres://{who}@{quote(at['HOST'], safe='')}:{at['PORT']}/{at['NAME']}"

    def start(self, *arguments, **environment):
        """Start `python ARGUMENTS` with this database; return the process."""
        env = {
            **os.environ,
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": os.pathsep.join(sys.path),
            **environment,
        }
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, process, timeout=60):
        """Wait for `process` to end well; return what it printed."""
        out, err = process.communicate(timeout=timeout)
        assert process.returncode == 0, err
        return out

    def rows(self, query):
        """Return what `query` gives, seen by a connection of its own."""
        if self.vendor == "sqlite":
            link = sqlite3.connect(self.file, timeout=30)
        else:
            at = connection.settings_dict
            link = psycopg.connect(
                host=at["HOST"], port=at["PORT"], dbname=at["NAME"], user=at["USER"], password=at["PASSWORD"]
            )
        try:
            cursor = link.cursor()
            cursor.execute(query)
            return cursor.fetchall()
        finally:
            link.close()
