"""Measures how fast the app is, and prints a table and one line of JSON.

    python -m training.benchmark        also writes training/benchmark/benchmark.json
    python -m training.benchmark --against REVISION
                                        compares with another revision, side by side

Takes some three minutes on two cores, or five to compare. What is measured, and how, is in
`training.benchmark.measure` and `training.benchmark.against`.
"""

import argparse
import asyncio
import datetime
import json
import os
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from model.files import replace_file
from training.benchmark import against, measure
from training.benchmark.chromium import NoChromiumError
from training.benchmark.processor import processor_name
from training.benchmark.server import serve_app

RESULT_FILE = Path(__file__).with_name("benchmark.json")


def main(arguments: list[str] | None = None) -> int:
    """Measures everything; returns the exit status."""
    options = _parse(arguments)
    try:
        if options.against:
            return _compare(options.against, options.output)
        starts = measure.measure_starts()
        with serve_app() as app:
            throughput = asyncio.run(measure.measure_throughput(app.url))
            explaining = asyncio.run(measure.measure_explaining(app.url))
            live = measure.measure_live_reading(app.url)
    except (NoChromiumError, RuntimeError) as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 1
    result: dict[str, Mapping[str, object]] = {
        "live": live,
        "explaining": explaining,
        "start": starts,
        "throughput": throughput,
        "made": _conditions(),
    }
    line = json.dumps(result)
    replace_file(options.output or RESULT_FILE, (line + "\n").encode())
    for part, figures in result.items():
        for name, figure in figures.items():
            print(f"{part:<11}{name:<30}{figure}")
    print(line)
    return 0


def _compare(revision: str, output: Path | None) -> int:
    compared = against.compare(revision)
    line = json.dumps({"against": revision, **compared, "made": _conditions()})
    if output:
        replace_file(output, (line + "\n").encode())
    print(f"{'':<33}{'ours':>10}{'theirs':>10}{'ratio':>8}")
    for name, figures in compared.items():
        print(f"{name:<33}{figures['ours']:>10}{figures['theirs']:>10}{figures['ratio']:>8}")
    print(line)
    return 0


def _conditions() -> dict[str, object]:
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "processor": processor_name(),
        "python": platform.python_version(),
        "gradio": version("gradio"),
        "starts": measure.STARTS,
        "rounds": measure.ROUNDS,
    }


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.benchmark", description="Measure how fast the app is."
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE.json",
        help=f"where to write (default: {RESULT_FILE.name}, or nowhere when comparing)",
    )
    parser.add_argument(
        "--against", metavar="REVISION", help="compare with this revision of the project"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
