# Everything there is to set up: `make run` and `make test`, on a machine with Python and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AS_ROOT := $(shell test "$$(id -u)" = 0 || echo sudo)
# One more than there are processors: a browser's tests mostly wait for its next frame.
TEST_PROCESSES := $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet

.PHONY: run test check format train evaluate ablation benchmark clean
.DELETE_ON_ERROR:

run: $(VENV)/.app
	@$(BIN)/python app.py $(ARGS)

test: $(VENV)/.tests check
	@CHROMIUM="$$($(BIN)/python -m training.chromium)" && export CHROMIUM && \
	$(BIN)/python -m pytest --numprocesses=$(TEST_PROCESSES) --dist=worksteal $(ARGS)

check: $(VENV)/.tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

format: $(VENV)/.tests
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

train: $(VENV)/.training
	@$(BIN)/python -m training.train $(ARGS)

evaluate: $(VENV)/.training
	@$(BIN)/python -m training.evaluate $(ARGS)

ablation: $(VENV)/.training
	@$(BIN)/python -m training.ablation $(ARGS)

benchmark: $(VENV)/.tests
	@CHROMIUM="$$($(BIN)/python -m training.chromium)" && export CHROMIUM && \
	$(BIN)/python -m training.benchmark $(ARGS)

clean:
	rm -rf $(VENV)

# A stamp for each set of requirements: what is installed is not looked at again until it changes.
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
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "Trazo needs Python 3.10 to 3.13; name one: make PYTHON=python3.13 …" >&2; exit 1; }
	@# Debian and Ubuntu ship Python without what makes an environment.
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq python3-venv >&2; }
	@$(PYTHON) -m venv $(VENV)
