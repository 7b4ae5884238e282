"""Write the measured figures into README.md, so that nobody types them.

    python -m training.readme

Takes them from model/report.json (`training.evaluate`) and training/benchmark.json
(`training.benchmark`); the text around them is the author's. Measures nothing itself.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from model.runtime import replace_file
from training.benchmark import RESULT_FILE
from training.evaluate import REPORT_FILE
from training.served import ROOT

README_FILE = ROOT / "README.md"
FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


def main() -> int:
    """Bring README.md up to date; returns the exit status."""
    try:
        updated = with_figures(README_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        print(f"readme: {error!r}", file=sys.stderr)
        return 1
    replace_file(README_FILE, updated.encode())
    return 0


def with_figures(readme: str) -> str:
    """The README with the figures that report and benchmark hold now."""
    report, benchmark = _read(REPORT_FILE), _read(RESULT_FILE)
    updated, count = FIGURES.subn(lambda m: m[1] + figures(report, benchmark) + m[2], readme)
    if count != 1:
        raise ValueError("README.md: expected one pair of figures comments.")
    return updated


def figures(report: dict[str, Any], benchmark: dict[str, Any]) -> str:
    """The figures as a table with the conditions they were measured under."""
    model, mnist, pen = report["model"], report["mnist_test"], report["pen_digits"]
    live, start, throughput = (benchmark[part] for part in ("live", "start", "throughput"))
    rows = {
        f"MNIST's {mnist['digits']:,} test digits read right": f"{mnist['accuracy']:.2%}",
        f"{pen['digits']:,} digits by people with a pen, read right": f"{pen['accuracy']:.2%}",
        "The network": f"{model['parameters']:,} parameters, {model['keras_bytes'] / 1e6:.2f} MB",
        "Pointer event → changed top three, median": f"{live['median_ms']} ms",
        "Pointer event → changed top three, 95th percentile": f"{live['p95_ms']} ms",
        "Moves answered before the pen is lifted": f"{live['moves_answered_before_pen_up']:.0%}",
        "Start → first page": (
            f"{start['seconds_to_first_page']} s, "
            f"{start['ratio']} times that of an empty Gradio page"
        ),
        "Memory after the first page": f"{start['resident_mb']} MB",
        f"Readings a second for {throughput['clients']} clients": (
            f"{throughput['requests_per_second']:,} (95 % within {throughput['p95_ms']} ms)"
        ),
    }
    made, evaluated = benchmark["made"], report["made"]
    conditions = (
        f"Read on {evaluated['date']} with {', '.join(_versions(evaluated['versions']))}; timed on "
        f"{made['date']} on {made['machine']}, Python {made['python']}, Gradio {made['gradio']}, "
        f"headless Chromium {live['chromium'].split('.')[0]}, clients and server on the same "
        f"machine: medians of {live['moves']:,} moves of a mouse, of {made['starts']} starts and "
        f"of {made['rounds']} rounds of requests."
    )
    table = "\n".join(f"| {name} | {figure} |" for name, figure in rows.items())
    return f"| | |\n|---|---|\n{table}\n\n{conditions}\n"


def _versions(versions: dict[str, str]) -> list[str]:
    return [f"{name} {number}" for name, number in versions.items()]


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    sys.exit(main())
