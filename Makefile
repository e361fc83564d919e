# `make` or `make help` lists the targets. Everything runs in .venv, installed from the locked requirements.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml

# What is built carries the time of the commit, so that the same commit gives the same bytes.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

.PHONY: help install chromium test unit lowest lint format docs docs-zensical serve bench fuzz lock clean
.DEFAULT_GOAL := help

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | awk -F ':.*  ## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: .venv/ready  ## Install the package, editable, and all tools with their locked versions

.venv/ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

chromium:  ## Install the browser that the site's tests drive, where there is none
	@command -v chromium >/dev/null || bash tests/install-chromium.sh

test: install chromium lint  ## Lint, check types and run every test
	$(BIN)/python -m pytest --cov --cov-report=term

unit: install  ## Run the tests that need no browser and no build
	$(BIN)/python -m pytest --ignore tests/site --ignore tests/browser --ignore tests/test_packaging.py --ignore tests/test_reproducible.py

lowest:  ## Run the unit tests with the oldest versions that the package admits
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lowest.txt
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	.venv-lowest/bin/python -m pytest --ignore tests/site --ignore tests/browser --ignore tests/test_packaging.py --ignore tests/test_reproducible.py --ignore tests/test_triage.py

lint: install  ## Check style, types and the catalogue, warnings included
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/repro-kb validate --strict

format: install  ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: install  ## Build the site into site/ with Material for MkDocs, every warning an error
	$(BIN)/mkdocs build --strict

docs-zensical: install  ## Build the same site with Zensical
	$(BIN)/python -m repro_kb.site docs
	$(BIN)/zensical build --clean

serve: install  ## Serve the site on this machine while editing
	$(BIN)/mkdocs serve

bench: install  ## Measure quality, speed and growth, beside named peers
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	$(BIN)/python benchmarks/run.py

fuzz: install  ## Fuzz what reads strangers' input, for ten minutes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	$(BIN)/python tests/fuzz.py

lock:  ## Resolve the locked requirements anew
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) --extra site --group docs --group test --output-file requirements/dev.txt
	$(LOCK) --group bench --output-file requirements/bench.txt
	$(LOCK) --group fuzz --output-file requirements/fuzz.txt
	$(LOCK) --resolution lowest-direct --group lowest --output-file requirements/lowest.txt

clean:  ## Remove everything that was generated
	rm -rf .venv build dist site .cache .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
