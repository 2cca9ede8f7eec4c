# Hemicycle. `make` lists what can be made.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
UV := .tools/bin/uv
RUN := .venv/bin
INSTANCES ?=

.PHONY: help demo serve test lint unit integration browser bench mutants messages lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Hemicycle needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv==0.13.9

.venv/.synced: $(UV) requirements.lock pyproject.toml
	test -x .venv/bin/python || $(UV) venv --quiet --python $$(command -v $(PYTHON)) .venv
	$(UV) pip sync --quiet --require-hashes --python .venv/bin/python requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python --editable .
	touch $@

demo: .venv/.synced ## show both sessions on this machine, with one-click sign-in
	$(RUN)/hemicycle demo

serve: .venv/.synced ## make or upgrade the database and serve it (see docs/running.md)
	$(RUN)/hemicycle init
	$(RUN)/hemicycle serve

test: .venv/.synced ## run every gate and sum up their timings
	$(RUN)/python -m tests.run

lint unit integration browser: .venv/.synced
	$(RUN)/python -m tests.run $@
lint: ## run the linters, the type checker and the import law
unit: ## run the unit tests
integration: ## run the tests on SQLite, on PostgreSQL and of the wheel
browser: ## run the tests in a real browser

bench: .venv/.synced ## measure, and print tables; INSTANCES=path adds problems of your own
	$(RUN)/python -m bench $(if $(INSTANCES),--instances $(INSTANCES))

mutants: .venv/.synced ## change the rules one thing at a time, and see that a test notices
	$(RUN)/python -m tests.mutants

messages: .venv/.synced ## collect what is to be translated, and compile what has been
	$(RUN)/pybabel --quiet extract --mapping web/babel.cfg --keywords text --keywords say --keywords ntext:1,2 --keywords _l --no-location \
	  --project Hemicycle --output web/messages.pot .
	@for file in web/translations/*/LC_MESSAGES/messages.po; do \
	  test ! -e "$$file" || { $(RUN)/pybabel --quiet update --no-fuzzy-matching --input-file web/messages.pot \
	    --output-file "$$file" --locale "$$(basename "$$(dirname "$$(dirname "$$file")")")" && \
	  $(RUN)/pybabel --quiet compile --input-file "$$file" --output-file "$${file%.po}.mo"; }; done

lock: $(UV) ## write requirements.lock anew from pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --group dev --group build pyproject.toml --output-file requirements.lock

clean: ## remove what was made here
	rm -rf .venv .tools instance build dist mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis
