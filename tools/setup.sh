#!/bin/sh
# Make .venv and install requirements/dev.txt with its hashes; nothing to do when the stamp agrees.
# A .venv that is a link belongs to another checkout and is used as it is.
set -eu
cd "$(dirname "$0")/.."
if [ -L .venv ]; then
    [ -x .venv/bin/python ] && exit 0
    echo ".venv là liên kết hỏng; hãy xóa nó (.venv is a broken link; remove it)." >&2
    exit 1
fi
stamp=.venv/.installed
wanted=$(cat requirements/dev.txt requirements/apart.txt .python-version | cksum)
[ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && exit 0

# One set-up at a time: two makes started together must not install into each other.
exec 9>.venv-lock
if command -v flock >/dev/null 2>&1; then flock 9; fi
[ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && exit 0

if ! .venv/bin/python -c 'import sys, pip; assert sys.version_info >= (3, 12)' 2>/dev/null; then
    python=$(sh tools/find-python.sh)
    echo "Tạo môi trường Python ($python) …" >&2
    rm -rf .venv
    if ! "$python" -m venv .venv 2>/dev/null; then
        rm -rf .venv
        if command -v uv >/dev/null 2>&1; then
            uv venv --quiet --seed --python "$python" .venv
        else
            echo "Python này thiếu mô-đun venv: hãy cài gói python3-venv hoặc uv." >&2
            echo "This Python lacks the venv module: install the package python3-venv, or uv." >&2
            exit 1
        fi
    fi
fi
echo "Cài thư viện theo requirements/dev.txt (kiểm tra mã băm) …" >&2
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes \
    --requirement requirements/dev.txt || {
    echo "Không cài được thư viện: hãy kiểm tra kết nối tới kho gói Python rồi chạy lại." >&2
    echo "The libraries could not be installed: check the way to your package index and run this again." >&2
    exit 1
}
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --no-deps \
    --requirement requirements/apart.txt || {
    echo "Không cài được requirements/apart.txt: hãy kiểm tra kết nối tới kho gói Python rồi chạy lại." >&2
    echo "requirements/apart.txt could not be installed: check the way to your package index." >&2
    exit 1
}
echo "$wanted" >"$stamp"
