"""Start Công Vụ for a look: migrate, load the demonstration once, collect assets, serve, work."""

import argparse
import io
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

HOST = "127.0.0.1"


def port_is_free(port: int) -> bool:
    """Tell whether the web server may listen on `port` of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Tell whether the web server listens by now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


class Tee(io.StringIO):
    """Text that is shown and kept."""

    def write(self, text: str) -> int:
        """Show `text` and keep it."""
        sys.stdout.write(text)
        return super().write(text)


def prepare() -> set[str]:
    """Bring database, demonstration and assets up to date; return the names of all commands."""
    import django
    from django.conf import settings
    from django.core.management import call_command, get_commands

    django.setup()
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    call_command("check", stdout=io.StringIO())
    print("Chuẩn bị cơ sở dữ liệu …", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    print("Gom tài nguyên giao diện …", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    if "demo" in get_commands():
        load_demonstration(Path(settings.DATA_DIR) / "demo.txt")
    return set(get_commands())


def load_demonstration(kept: Path) -> None:
    """Run `congvu demo` once and keep what it prints (the accounts); print that again later on."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    if kept.exists() and get_user_model().objects.exists():
        print(kept.read_text(encoding="utf-8"), flush=True)
        return
    print("Nạp dữ liệu minh họa (chỉ lần đầu) …", flush=True)
    shown = Tee()
    call_command("demo", stdout=shown)
    kept.write_text(shown.getvalue(), encoding="utf-8")


def serve(port: int, commands: set[str]) -> int:
    """Run the web server and the worker until one ends or a signal comes; return the exit code."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    web += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    web.append("config.wsgi:application")
    children = [subprocess.Popen(web)]
    if "worker" in commands:
        children.append(subprocess.Popen([sys.executable, "-m", "config.cli", "worker"]))

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    told = False
    try:
        while all(child.poll() is None for child in children):
            if not told and answers(port):
                print(f"\nCông Vụ: http://{HOST}:{port}  (dừng bằng Ctrl+C)\n", flush=True)
                told = True
            time.sleep(0.3)
        return max(child.poll() or 0 for child in children) or 1
    except KeyboardInterrupt:
        return 0
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):  # make and the terminal may both send one
            signal.signal(number, signal.SIG_IGN)
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()


def main() -> int:
    """Parse the command line and start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if not port_is_free(port):
        print(
            f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác: make run PORT={port + 1}\n"
            f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}",
            file=sys.stderr,
        )
        return 1
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    return serve(port, prepare())


if __name__ == "__main__":
    sys.exit(main())
