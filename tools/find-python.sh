#!/bin/sh
# Print the path of a Python >= 3.12, or fail with a sentence that tells the mend.
# Every candidate is run: a shim of pyenv can exist for a version that is not selected, and then fails.
try() {
    [ -n "$1" ] || return 1
    "$1" -c 'import sys; assert sys.version_info >= (3, 12); print(sys.executable)' 2>/dev/null
}

try "${PYTHON:-}" && exit 0
for name in python3.12 python3.13 python3.14 python3 python; do
    try "$(command -v "$name" 2>/dev/null)" && exit 0
done
for path in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3 \
    /usr/local/bin/python3.1[2-9] /usr/bin/python3.1[2-9] /opt/python*/bin/python3 \
    "$HOME"/.local/share/uv/python/cpython-3.1[2-9]*/bin/python3; do
    [ -x "$path" ] && try "$path" && exit 0
done
if command -v uv >/dev/null 2>&1; then
    try "$(uv python find '>=3.12' 2>/dev/null)" && exit 0
    uv python install 3.12 >&2 && try "$(uv python find 3.12 2>/dev/null)" && exit 0
fi
cat >&2 <<'END'
Không tìm thấy Python 3.12 trở lên. Hãy cài Python 3.12 (ví dụ: "uv python install 3.12" hoặc
"pyenv install 3.12"), hoặc chỉ đường dẫn bằng "make PYTHON=/đường/dẫn/python3.12 …".
No Python 3.12 or newer was found. Install one (for example "uv python install 3.12" or
"pyenv install 3.12"), or name it with "make PYTHON=/path/to/python3.12 ...".
END
exit 1
