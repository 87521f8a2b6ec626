# Everything a person does here starts with `make`. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What is compiled is kept, whatever the environment says: tests start several processes, and each would compile anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test slow browser queries statistics bench bench-engine bench-scale check fmt lint types imports drift schema migrate revision lock clean

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.run: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Thidua into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "Installing the development tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.dev ## Install everything, development tools included

run: $(VENV)/.run ## Serve the API with demo data (embedded PostgreSQL unless DATABASE_URL is set)
	@exec $(BIN)/thidua serve --demo

# Whoever is done takes over tests from the other; until then each goes through whole modules, and makes their worlds once.
test: $(VENV)/.dev ## Run all tests on a private PostgreSQL (or the server of DATABASE_URL)
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q

browser: $(VENV)/.dev ## Test the explorer in headless Chromium (installs Debian's chromium where it can)
	@$(BIN)/python -m tests.browser.ensure_chromium
	@$(BIN)/python -m pytest tests/browser -q -o addopts="--strict-markers --strict-config"

slow: $(VENV)/.dev ## What `make test` leaves out for its time: whole processes, races, the whole demo, many results and walks
	@$(BIN)/python -m pytest -n 2 -q -m slow

queries: $(VENV)/.dev ## Both executions of reads: every actor's walk, 2,000 generated queries (make test: some, and 60)
	@THIDUA_QUERIES=$(or $(n),2000) $(BIN)/python -m pytest -n 2 -q -m walks

statistics: $(VENV)/.dev ## Compare the engine with R's lme4; simulate coverage, calibration, false alarms (about 2 minutes)
	@$(BIN)/python -m tests.statistics.ensure_r
	@$(BIN)/python -m pytest tests/statistics -q -s -o addopts="--strict-markers --strict-config"

bench-engine: $(VENV)/.dev ## Time and memory of the engine, of assignment and of the ledger's chain, against their bars
	@$(BIN)/python -m bench engine $(options)
	@$(BIN)/python -m bench assignment
	@$(BIN)/python -m bench ledger

bench: $(VENV)/.dev ## Reads side by side with hand-written SQL and plain Strawberry (under 5 minutes)
	@$(BIN)/python -m bench reads $(options)

bench-scale: $(VENV)/.dev ## How reads grow up to a million initiatives (fills about 11 GB the first time)
	@$(BIN)/python -m bench scale $(options)

check: $(VENV)/.dev lint types imports drift test ## Format, lint, types, import contracts, drift, tests: what CI runs

lint: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(VENV)/.dev
	@$(BIN)/mypy

imports: $(VENV)/.dev
	@$(BIN)/lint-imports

drift: $(VENV)/.dev ## Is schema.graphql current, and do models and migrations agree?
	@$(BIN)/python -m pytest -q tests/migrations tests/architecture/test_architecture.py -k "migrations or schema_file or database_allows"

fmt: $(VENV)/.dev ## Format and fix what can be fixed
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

schema: $(VENV)/.dev ## Write schema.graphql
	@$(BIN)/thidua export-schema

migrate: $(VENV)/.run ## Bring the database to the newest revision
	@$(BIN)/thidua migrate

revision: $(VENV)/.dev ## Draft a migration: make revision m="add something"
	@$(BIN)/thidua revision "$(m)"

lock: $(VENV)/.dev ## Resolve the newest allowed versions into the hashed lock files
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra embedded --extra build pyproject.toml -o requirements.lock $(if $(upgrade),--upgrade)
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --extra embedded --extra build --extra dev pyproject.toml -o requirements-dev.lock -c requirements.lock $(if $(upgrade),--upgrade)

clean: ## Remove the virtual environment and caches (the data in .thidua stay)
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
