# Two commands matter: `make demo` and `make test`. Both set up everything they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
# uv trusts only its own certificates unless told otherwise, and fails on networks that re-sign TLS.
export UV_SYSTEM_CERTS := true
# pyspark is published as source only: unpacking it takes longer than uv waits for a second uv.
export UV_LOCK_TIMEOUT := 1800
COMPILE := $(BIN)/uv pip compile --universal --generate-hashes --no-header --no-emit-index-url pyproject.toml

.PHONY: demo test test-full test-spark test-duckdb-1 check docs lock setup clean

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

# Spark for real, on loopback: a master and two workers. Needs Java; downloads some 480 MB the first time.
test-spark: .venv-spark/.ready
	.venv-spark/bin/pytest -k spark tests/generative

# The oldest embedded engine that is supported.
test-duckdb-1: .venv-duckdb-1/.ready
	.venv-duckdb-1/bin/pytest -n 2 --dist loadfile -m "not full" tests/unit/engine tests/unit/records tests/generative tests/acceptance/test_shipped_examples.py

.venv-%/.ready: requirements/%.txt pyproject.toml
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	.venv-$*/bin/uv pip install --quiet --python .venv-$* --require-hashes -r requirements/$*.txt
	.venv-$*/bin/uv pip install --quiet --python .venv-$* --no-deps --no-build-isolation -e .
	touch $@

lock: setup
	$(COMPILE) -o requirements/core.txt
	$(COMPILE) --group dev -o requirements/dev.txt
	$(COMPILE) --group dev --group bench -o requirements/bench.txt
	$(COMPILE) --group dev --extra connect -o requirements/spark.txt
	echo "duckdb<2" | $(COMPILE) --group dev --constraint - -o requirements/duckdb-1.txt

clean:
	rm -rf $(VENV) .venv-spark .venv-duckdb-1 demo .pytest_cache .mypy_cache .ruff_cache
