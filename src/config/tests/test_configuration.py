"""A wrong configuration is told in a sentence, before anything is served."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import checks, connections, env


def ids(messages: list[Any]) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "congvu",
        "mysql://localhost/congvu",
        "postgres://user@host",
        "postgres://user@host:port/congvu",
        "://",
    ],
)
def test_a_malformed_database_address_is_told(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        connections.database(url)


def test_postgresql_gets_its_pool() -> None:
    config = connections.database("postgres://congvu@%2Ftmp%2Fsocket:5432/congvu")
    assert config["HOST"] == "/tmp/socket"
    assert config["OPTIONS"]["pool"]["max_size"] == 8


def test_postgresql_plans_composed_statements_once(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgres://user@host/congvu"
    options = connections.database(f"{url}?options=-c%20search_path%3Dcongvu")["OPTIONS"]
    assert options["options"] == "-c search_path=congvu -c plan_cache_mode=force_generic_plan"
    assert options["prepare_threshold"] == 0
    monkeypatch.setenv("DB_PREPARE", "0")
    assert not {"options", "prepare_threshold"} & set(connections.database(url)["OPTIONS"])


def test_sqlite_writes_immediately() -> None:
    assert connections.database("sqlite:////tmp/x.sqlite3")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_the_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    connections.database(f"sqlite:///{tmp_path}/new/congvu.sqlite3")
    assert (tmp_path / "new").is_dir()


def test_an_sqlite_file_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ImproperlyConfigured, match="Không ghi được"):
        connections.database(f"sqlite:///{tmp_path}/file/congvu.sqlite3")


def test_mail_stays_on_the_machine_until_a_host_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert connections.mailers()["default"]["BACKEND"].endswith("console.EmailBackend")
    monkeypatch.setenv("EMAIL_HOST", "mail.example.gov.vn")
    assert connections.mailers()["default"]["OPTIONS"]["host"] == "mail.example.gov.vn"


@pytest.mark.parametrize(
    ("key", "expected"), [("", ["congvu.E001"]), ("short", ["congvu.E001"]), ("x" * 40, [])]
)
def test_a_secret_must_be_given(settings: Any, key: str, expected: list[str]) -> None:
    settings.SECRET_KEY = key
    assert ids(checks.secret_key(None)) == expected


@pytest.mark.parametrize(
    ("production", "hosts", "expected"),
    [
        (True, [], ["congvu.E002"]),
        (True, ["*"], ["congvu.E003"]),
        (True, ["motcua.example.gov.vn"], []),
        (False, [], []),
    ],
)
def test_production_names_its_hosts(
    settings: Any, production: bool, hosts: list[str], expected: list[str]
) -> None:
    settings.PRODUCTION, settings.ALLOWED_HOSTS = production, hosts
    assert ids(checks.allowed_hosts(None)) == expected


@pytest.mark.parametrize(
    ("engine", "processes", "expected"),
    [("sqlite3", "2", ["congvu.E004"]), ("sqlite3", "1", []), ("postgresql", "4", [])],
)
def test_sqlite_serves_one_process(
    settings: Any, monkeypatch: pytest.MonkeyPatch, engine: str, processes: str, expected: list[str]
) -> None:
    settings.PRODUCTION = True
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}")
    monkeypatch.setenv("WEB_PROCESSES", processes)
    assert ids(checks.one_writer(None)) == expected


def test_the_data_folder_must_be_writable(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "file", tmp_path / "files"
    assert ids(checks.folders(None)) == ["congvu.E005"]
    assert (tmp_path / "files").is_dir()


def test_production_without_https_is_told(settings: Any) -> None:
    settings.PRODUCTION, settings.SECURE_SSL_REDIRECT = True, False
    assert ids(checks.transport(None)) == ["congvu.W001"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert checks.transport(None) == []


def test_every_sentence_is_vietnamese_with_a_hint(settings: Any) -> None:
    settings.PRODUCTION, settings.ALLOWED_HOSTS, settings.SECRET_KEY = True, [], ""
    with pytest.raises(ImproperlyConfigured, match="Chưa có SECRET_KEY") as caught:
        checks.refuse_to_start()
    assert "ALLOWED_HOSTS trống" in str(caught.value)
    assert "Ví dụ" in str(caught.value)


def test_web_processes_refuse_to_start(tmp_path: Path) -> None:
    variables = {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "SECRET_KEY": "",
        "CONGVU_DATA": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        env=os.environ | variables | {"PYTHONPATH": "src"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "Chưa có SECRET_KEY" in done.stderr


@pytest.mark.parametrize(
    ("reader", "value"),
    [(env.flag, "maybe"), (lambda name: env.number(name, 1), "many")],
)
def test_a_value_of_the_wrong_kind_is_told(monkeypatch: pytest.MonkeyPatch, reader: Any, value: str) -> None:
    monkeypatch.setenv("CONGVU_X", value)
    with pytest.raises(ImproperlyConfigured, match="CONGVU_X"):
        reader("CONGVU_X")


def test_a_secret_comes_from_one_place_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from-file\n")
    monkeypatch.setenv("CONGVU_X_FILE", str(file))
    assert env.secret("CONGVU_X") == "from-file"
    monkeypatch.setenv("CONGVU_X", "given")
    with pytest.raises(ImproperlyConfigured, match="CONGVU_X_FILE"):
        env.secret("CONGVU_X")


def test_a_generated_secret_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret-key"
    first = env.generated_secret(path)
    assert env.generated_secret(path) == first
    assert len(first) >= checks.SHORTEST_SECRET
    assert path.stat().st_mode & 0o077 == 0
