# Two commands matter: `make demo` and `make test`. Both set up everything they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
# uv trusts only its own certificates unless told otherwise, and fails on networks that re-sign TLS.
export UV_SYSTEM_CERTS := true

.PHONY: demo test test-full check docs lock setup clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip install --quiet --python $(VENV) --require-hashes -r requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(VENV) --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/proventive demo --to demo

docs: setup
	$(BIN)/python docs/reference/make.py

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test: check
	$(BIN)/pytest -n 2 --dist loadfile -m "not full"

test-full: check
	$(BIN)/pytest -n 2 --dist loadfile

lock: setup
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements/core.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-emit-index-url pyproject.toml --group dev -o requirements/dev.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-emit-index-url pyproject.toml --group dev --group bench -o requirements/bench.txt

clean:
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache
