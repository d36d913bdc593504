# Two commands: `make run` starts the whole site with demo people, `make test` checks everything.

PYTHON ?= python3
PORT ?= 8000
INTIMA_VAR ?= $(CURDIR)/var
export PORT INTIMA_VAR
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONUNBUFFERED = 1

.PHONY: run test proofs bench faults check lint format lock shots catalogue

run: .venv/run  ## the site on http://localhost:8000 (PORT=…), with demo people and their mailbox
	@umask 077; export INTIMA_DEMO=1; mkdir -p "$$INTIMA_VAR"; python manage.py prepare && exec supervisord -c supervisord.conf

test: lint .venv/test  ## everything: lint, then every test on SQLite and PostgreSQL, processes, browsers
	@python -m tests.everything

proofs: .venv/test  ## what goes on for longer: every state, language, time zone and part of the machine
	@python -m tests.everything long

bench: .venv/test  ## what the site costs on this machine: a table, kept in var/bench.json too
	@python -m tests.bench

faults: .venv/test  ## that reminders survive anything: a table, kept in var/faults.json too
	@python -m tests.faults

check: lint  ## a minute or two: lint, types, contracts and the unit tests on SQLite
	@pytest -n 2 -m "not browser and not processes and not tables and not long"

lint: .venv/test
	@ruff check . && ruff format --check --quiet .
	@bandit --quiet --configfile pyproject.toml --recursive intima reflections exercises manage.py
	@INTIMA_DEMO=1 mypy
	@lint-imports --no-logo 2>/dev/null || lint-imports
	@djlint --quiet --lint templates && { djlint --quiet --check templates || djlint --check templates; }
	@check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@hadolint Dockerfile

format: .venv/test
	ruff check --fix-only . && ruff format .
	djlint --quiet --reformat templates || djlint --quiet --check templates

# Without the machine's own package indexes (UV_*), so that the files name none.
lock: .venv/test  ## resolve pyproject.toml anew into the two hash-pinned requirement files
	env -u UV_EXTRA_INDEX_URL -u UV_INDEX -u UV_FIND_LINKS uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	env -u UV_EXTRA_INDEX_URL -u UV_INDEX -u UV_FIND_LINKS uv pip compile $(LOCK) --group dev pyproject.toml -o requirements-dev.txt

LOCK = --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
       --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

shots: .venv/test  ## screenshots of every page into var/shots, and the README's picture
	python -m tests.shots

catalogue: .venv/test  ## gather the interface's sentences into the Spanish catalogue (needs gettext) and compile it
	INTIMA_DEMO=1 python manage.py makemessages --locale es --no-location --no-wrap --ignore .venv --ignore var --ignore tests
	python -m tests.catalogue

.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Intima needs Python 3.11 or newer; PYTHON=python3.12 make run names another.")'
	@test -x .venv/bin/pip || $(PYTHON) -m venv --clear .venv || { echo "On Debian, python3-venv is needed too."; exit 1; }
	@echo "Installing what the site needs (once)…"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/test: requirements-dev.txt .venv/run
	@echo "Installing what the tests need (once)…"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
