# Every target stands on its own on a fresh clone: `make run` and `make test` are all one needs to know.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PORT ?= 8000
WORKERS ?= 2
export PYTHONPATH := src:.
PY := .venv/bin/python
CONGVU := $(PY) -m config.cli
PYTEST := $(PY) -m pytest

.PHONY: help setup run test test-sqlite test-pg e2e check bench scenario map lock clean

help:  ## danh sách lệnh (this list)
	@grep -hE '^[a-z0-9-]+:.*##' Makefile | sed -E 's/^([a-z0-9-]+):[^#]*## */  make \1\t/' | expand -t 22

setup:  ## tạo .venv và cài thư viện (make .venv, install the libraries)
	@sh tools/setup.sh

node_modules/.installed: package.json package-lock.json | setup
	@$(PY) tools/npm.py ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: assets node_modules
node_modules: assets

assets: setup  ## tải tài nguyên giao diện (install the front-end packages)
	@if [ -f package-lock.json ]; then $(MAKE) --no-print-directory node_modules/.installed; fi

run: assets  ## chạy thử tại http://127.0.0.1:8000 (PORT=… đổi cổng)
	@$(PY) tools/run.py --port $(PORT)

test: setup assets  ## mọi kiểm thử: SQLite, PostgreSQL, trình duyệt
	@status=0; for part in test-sqlite test-pg e2e; do \
	  $(MAKE) --no-print-directory $$part || status=1; done; exit $$status

test-sqlite: setup assets  ## kiểm thử trên SQLite
	@$(PY) tools/need.py poppler-utils
	-@$(PY) tools/need.py softhsm2
	@$(PYTEST) -n $(WORKERS) --dist worksteal $(ARGS)

# What no database can change, and the longest stories, run on SQLite alone.
ONCE = $(addprefix --ignore=src/congvu/,printing/tests documents/tests/test_bad_input.py \
  assignments/tests/test_bad_input.py hub/tests/test_check.py moving/tests/test_killed.py \
  $(addprefix interchange/tests/test_,edxml.py folder.py mail.py provincial.py surviving.py))

test-pg: setup assets  ## kiểm thử các phòng (src) trên một cụm PostgreSQL tạm
	@$(PY) tools/need.py postgresql poppler-utils
	@$(PY) tools/pg.py run -- $(PYTEST) -n $(WORKERS) --dist worksteal src $(ONCE) $(ARGS)

e2e: setup assets  ## kiểm thử trong trình duyệt Chromium
	@$(PY) tools/need.py chromium poppler-utils
	@if ls tests/e2e/test_*.py >/dev/null 2>&1; then $(PYTEST) tests/e2e $(ARGS); \
	else echo "Chưa có kiểm thử trình duyệt (no browser tests yet)."; fi

check: setup  ## kiểm tra nếp nhà: ruff, mypy, import-linter, djhtml, migrations, house tests
	@$(PY) tools/check.py

bench: setup assets  ## đo hiệu năng: make bench NAME=intake
	@test -n "$(NAME)" || { $(PY) tools/named.py tests/bench; exit 2; }
	@$(PY) tools/need.py postgresql
	@$(PY) tools/named.py tests/bench "$(NAME)" $(ARGS)

scenario: setup assets  ## chạy một kịch bản: make scenario NAME=one-stop
	@test -n "$(NAME)" || { $(PY) tools/named.py tests/scenarios; exit 2; }
	@$(PY) tools/need.py poppler-utils
	@$(PY) tools/named.py tests/scenarios "$(NAME)" $(ARGS)

map: setup  ## tạo lại docs/map.md
	@$(PY) tools/house_map.py

lock: setup  ## ghim lại requirements/*.txt kèm mã băm
	@$(PY) tools/lock.py

clean:  ## xóa những gì tạo ra được (giữ dữ liệu trong var/)
	@rm -rf node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ -d .venv ] && [ ! -L .venv ]; then rm -rf .venv; fi
