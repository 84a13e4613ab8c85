# The doors of the house: run, install, test, check, bench, lock, tree. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run install test check bench lock tree runtime-packages test-packages

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
MANAGE := $(PY) manage.py

# What pip cannot bring. The postgresql package is needed for its programs alone; no server has to run.
RUNTIME_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_PACKAGES := poppler-utils chromium postgresql

# The names of the stamps carry the hash of the lock files: unchanged means nothing to do, changed means install again.
RUNTIME := .venv/.runtime-$(shell sha256sum < requirements.txt | cut -c1-16)
TESTING := .venv/.testing-$(shell cat requirements.txt requirements-dev.txt | sha256sum | cut -c1-16)

help: ## diese Übersicht
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- set-up -----------------------------------------------------------------------------------------------------------

# $(call packages,NAMES): installs what is missing when root, else names the one line to type and stops.
define packages
missing=(); \
for name in $(1); do \
  dpkg-query --show --showformat='$${db:Status-Status}\n' "$$name" 2>/dev/null | grep -qx installed || missing+=("$$name"); \
done; \
if [ $${#missing[@]} -gt 0 ]; then \
  if ! command -v apt-get >/dev/null; then \
    echo "Ohne apt-get lässt sich nicht prüfen, ob diese Systempakete vorhanden sind: $${missing[*]}"; \
  elif [ "$$(id -u)" = 0 ]; then \
    export DEBIAN_FRONTEND=noninteractive; \
    apt-get update -q; \
    apt-get install -q -y --no-install-recommends "$${missing[@]}"; \
  else \
    echo "Es fehlen Systempakete. Bitte einmal eingeben und dann noch einmal starten:"; \
    echo "  sudo apt-get update && sudo apt-get install --no-install-recommends $${missing[*]}"; \
    exit 1; \
  fi; \
fi
endef

runtime-packages:
	@$(call packages,$(RUNTIME_PACKAGES))

test-packages:
	@$(call packages,$(RUNTIME_PACKAGES) $(TEST_PACKAGES))

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python fehlt. Gebraucht wird Python 3.11 oder neuer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) ist zu alt ($$($(PYTHON) --version)). Gebraucht wird Python 3.11 oder neuer; ein anderes nennt: make PYTHON=/pfad/zu/python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { $(call packages,$$($(PYTHON) -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')); }
	$(PYTHON) -m venv --clear .venv

$(RUNTIME): | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@rm -f .venv/.runtime-* && touch $@

$(TESTING): | $(RUNTIME)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	@rm -f .venv/.testing-* && touch $@

install: test-packages $(RUNTIME) $(TESTING) ## alles einrichten (Systempakete, Laufzeit, Prüfwerkzeuge); ein zweites Mal tut es nichts

# --- the main job -----------------------------------------------------------------------------------------------------

run: export DEBUG := 1
run: export TODAY ?= 2014-10-20
run: runtime-packages $(RUNTIME) ## einrichten, Demodaten laden, Server auf 127.0.0.1:8000 (PORT=… ändert den Port)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed_demo
	@printf '\nAdresse: http://127.0.0.1:%s/   (Ende mit Strg+C)\n\n' '$(PORT)'
	@cat .demo-logins
	@echo
	@# Beside the server the worker that makes what takes minutes; both end together.
	@trap 'exit 0' INT TERM; trap 'kill $$(jobs -p) 2>/dev/null; wait' EXIT; \
	$(MANAGE) db_worker --no-reload & $(MANAGE) runserver 127.0.0.1:$(PORT) --noreload & wait $$!

# --- tests and checks -------------------------------------------------------------------------------------------------

# Four runs, each ends with its own line from pytest and the first that fails stops: the cores by their own tests, with
# branch coverage (which would slow the whole suite by half); the rest but the browser on SQLite; of it on a temporary
# PostgreSQL what a database can change (tests/conftest.py says what that is); then the browser.
CORES := tests/agreements/domain tests/monitoring/domain
test: install ## alle Tests: Kerne, SQLite, PostgreSQL, Browser
	@echo "== Cores"
	@env -u DATABASE_URL $(PY) -m pytest -n 2 $(CORES) --cov
	@echo "== SQLite"
	@env -u DATABASE_URL $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(CORES:%=--ignore=%)
	@echo "== PostgreSQL"
	@$(PY) -m tests.temporary_postgres $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(CORES:%=--ignore=%)
	@echo "== Browser"
	@env -u DATABASE_URL $(PY) -m pytest -n 2 -m e2e tests/e2e

# As in operation: DEBUG off, a key, behind a proxy; no database is touched.
check: export DEBUG := 0
check: export ALLOWED_HOSTS := ziele.example.org
check: export BEHIND_PROXY := 1
check: export DATABASE_URL := sqlite:///:memory:
check: export SECRET_KEY := kein-geheimnis-nur-damit-check-deploy-einen-schluessel-der-rechten-laenge-sieht
check: install ## Format, Linter, Typen, Importregeln, Migrationen, check --deploy, Baum in docs/architecture.md
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	@find templates agreements monitoring -name '*.html' -print0 | xargs -0 --no-run-if-empty .venv/bin/djade --check --target-version 5.2
	@find templates agreements monitoring -name '*.html' -print0 | xargs -0 --no-run-if-empty .venv/bin/djlint --lint --quiet
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING
	$(PY) docs/tree.py --check

bench: install ## Messungen, eine Tabelle
	@$(PY) -m tests.bench

# --- upkeep -----------------------------------------------------------------------------------------------------------

# Extras stay in the lock: pip asks for coverage[toml] by name and takes the newest, whose hash is not here, where it finds coverage alone.
lock: $(TESTING) ## requirements*.in neu auflösen und festschreiben
	.venv/bin/uv pip compile --quiet --generate-hashes --no-strip-extras --universal --python-version 3.11 requirements.in -o requirements.txt
	.venv/bin/uv pip compile --quiet --generate-hashes --no-strip-extras --universal --python-version 3.11 requirements-dev.in -o requirements-dev.txt

tree: ## den Baum in docs/architecture.md neu schreiben
	$(PYTHON) docs/tree.py
