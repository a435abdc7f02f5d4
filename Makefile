# Two commands matter: `make run` and `make test`. Every recipe works from a path with spaces and accents.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: help run test test-quick check format bench accuracy e2e lock clean

help: ## Liệt kê các lệnh
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sed 's/:.*## /\t/'

.venv/run.stamp: requirements/build.txt requirements/run.txt pyproject.toml
	@scripts/make-venv run

.venv/dev.stamp: requirements/build.txt requirements/dev.txt pyproject.toml
	@scripts/make-venv dev

run: .venv/run.stamp ## Cài đặt, nạp dữ liệu minh họa và mở trang trên 127.0.0.1
	@$(PY) -m parindex run

test: .venv/dev.stamp ## Cài những gì kiểm thử cần rồi chạy toàn bộ
	@scripts/install-system-packages
	@scripts/run-tests all

test-quick: .venv/dev.stamp ## Kiểm thử hằng ngày: unit, spec, SQLite
	@scripts/run-tests quick

e2e: .venv/dev.stamp ## Chỉ các hành trình trong trình duyệt thật
	@scripts/run-tests e2e

check: .venv/dev.stamp ## ruff, mypy, import-linter, mẫu trang, giới hạn kích thước
	@scripts/check

format: .venv/dev.stamp ## Định dạng lại mã nguồn
	@.venv/bin/ruff format src tests scripts && .venv/bin/ruff check --fix src tests scripts

bench: .venv/dev.stamp ## Đo tốc độ bằng tỷ lệ trong cùng một lần chạy
	@$(PY) -m tests.perf.bench

accuracy: .venv/dev.stamp ## Độ chính xác của bộ đọc kế hoạch theo trường và theo văn bản
	@$(PY) -m tests.accuracy

lock: ## Ghim lại các gói (cần uv)
	@scripts/lock

clean: ## Xóa môi trường và tệp tạm
	@rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis
