# Everything a person does with Wirewatch from a clone. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
ifdef CI
export UV_NO_PROGRESS := 1
endif
export UV_LINK_MODE ?= copy
PYTEST_ARGS ?=
TEST_PROCESSES ?= 2

.PHONY: help run up cluster test fuzz lint format bench lock docs clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: $(VENV)/.installed ## the main job once, through Airflow, on the sample newsroom (FRESH=1 starts it anew)
	@$(BIN)/wirewatch demo $(if $(FRESH),--fresh,)

up: $(VENV)/.installed ## the Airflow UI on 127.0.0.1 with the real catalog (DEMO=1: with the demo's runs)
	@$(BIN)/wirewatch up $(if $(DEMO),--demo,)

cluster: $(VENV)/.installed-dev ## the services of docker/compose.yaml as processes, a worker killed (PAGES="file.warc.gz")
	@$(BIN)/python docker/cluster.py $(if $(PAGES),--pages $(PAGES),)

test: $(VENV)/.installed-dev ## all tests (PYTEST_ARGS="-k name" for some)
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadscope --no-loadscope-reorder $(PYTEST_ARGS)

fuzz: $(VENV)/.installed-dev ## random pages for the extractor, ten minutes (SECONDS_OF_FUZZ=60 for one)
	@$(BIN)/python -m tests.extract.fuzz --seconds $(or $(SECONDS_OF_FUZZ),600)

lint: $(VENV)/.installed-dev ## ruff, mypy, import-linter, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/sqlfluff lint --nofail-on-templating-errors -q sql 2>/dev/null || $(BIN)/sqlfluff lint sql

format: $(VENV)/.installed-dev ## bring the code into form
	@$(BIN)/ruff check --fix -q .
	@$(BIN)/ruff format -q .

docs: $(VENV)/.installed-dev ## generate docs/ from the code: data dictionary, DAGs, commands, settings
	@$(BIN)/python docs/generate.py

bench: $(VENV)/.installed-dev ## all benchmarks; each prints a table
	@$(BIN)/uv pip install -q --python $(BIN)/python -e '.[bench]' --no-build-isolation
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file; done

lock: $(BIN)/uv ## resolve the dependencies anew
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and all caches (data stays in WIREWATCH_HOME)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- set-up: one environment in .venv, every package with its hash ---------------------------------------------------

$(BIN)/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Wirewatch needs Python 3.11; install it, or name one: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/uv
	@echo "Installing the locked packages (once; some minutes on a slow line) …"
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/uv
	@echo "Installing the locked packages and the tools for tests (once) …"
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $(VENV)/.installed $@
