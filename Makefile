# `make run` and `make test` are all there is to set up, on a machine with Python and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AS_ROOT := $(shell test "$$(id -u)" = 0 || echo sudo)
# One more than there are processors: browser tests mostly wait for the next frame.
TEST_PROCESSES := $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet
WITH_CHROMIUM := CHROMIUM="$$($(BIN)/python -m training.benchmark.chromium)" && export CHROMIUM &&
PYTEST := $(BIN)/python -m pytest --numprocesses=$(TEST_PROCESSES) --dist=worksteal

.PHONY: run test test-all check format train evaluate ablation benchmark figures clean
.DELETE_ON_ERROR:

run: $(VENV)/.app
	@$(BIN)/python app.py $(ARGS)

test: $(VENV)/.tests check
	@$(WITH_CHROMIUM) $(PYTEST) -m "not slow" $(ARGS)

test-all: $(VENV)/.tests check
	@$(WITH_CHROMIUM) $(PYTEST) $(ARGS)

check: $(VENV)/.tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

format: $(VENV)/.tests
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

train: $(VENV)/.training
	@$(BIN)/python -m training.train best $(ARGS)
	@$(BIN)/python -m training.train pairs $(ARGS)

evaluate: $(VENV)/.training
	@$(BIN)/python -m training.evaluate $(ARGS)

ablation: $(VENV)/.training
	@$(BIN)/python -m training.evaluation.ablation $(ARGS)

benchmark: $(VENV)/.tests
	@$(WITH_CHROMIUM) $(BIN)/python -m training.benchmark $(ARGS)

figures: $(VENV)/.tests
	@$(BIN)/python -m training.benchmark.readme_figures

clean:
	rm -rf $(VENV)

# One stamp for each requirement file: pip runs again only when the file changes.
$(VENV)/.app: requirements.txt | $(BIN)/pip
	@echo "Installing what the app needs …" >&2
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.training: requirements.txt training/requirements.txt | $(BIN)/pip
	@echo "Installing what training needs …" >&2
	@$(PIP) -r training/requirements.txt
	@touch $(VENV)/.app $@

$(VENV)/.tests: requirements.txt training/requirements.txt tests/requirements.txt | $(BIN)/pip
	@echo "Installing what the tests need …" >&2
	@$(PIP) -r tests/requirements.txt
	@touch $(VENV)/.app $(VENV)/.training $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
	  echo "Trazo needs Python 3.11 to 3.14; choose one: make PYTHON=python3.13 …" >&2; exit 1; }
	@# Debian and Ubuntu ship Python without the modules that make an environment.
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq python3-venv >&2; }
	@$(PYTHON) -m venv $(VENV)
