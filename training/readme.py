"""Write the measured figures into README.md, so that nobody types them.

    python -m training.readme

Takes them from model/report.json (`training.evaluate`) and training/benchmark.json
(`training.benchmark`); the text around them is the author's. Measures nothing itself.
"""

import json
import re
import sys
from pathlib import Path

from model.files import replace_file
from training.benchmark import RESULT_FILE
from training.report import REPORT_FILE, Json, headlines
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


def figures(report: Json, benchmark: Json) -> str:
    """The figures as a table with the conditions they were measured under."""
    live, start, throughput = (benchmark[part] for part in ("live", "start", "throughput"))
    rows = {
        **headlines(report),
        "Pointer event → changed top three, median": f"{live['median_ms']} ms",
        "Pointer event → changed top three, 95th percentile": f"{live['p95_ms']} ms",
        "Moves answered before the pen is lifted": f"{live['moves_answered_before_pen_up']:.0%}",
        "Why an answer was given, median": f"{benchmark['explaining']['median_ms']} ms",
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
    tables = f"| | |\n|---|---|\n{table}\n\n{comparison(report)}{additions(report)}"
    return f"{tables}{conditions}\n"


def comparison(report: Json) -> str:
    """The networks side by side as a table; nothing where they were not compared."""
    if not report["comparison"]:
        return ""
    table = [
        "| network | parameters | training | size | an image | MNIST | pen digits |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in report["comparison"].items():
        minutes, pen = row["training_minutes"], row["pen_digits"]
        cells = [
            f"`{name}`",
            f"{row['parameters']:,}",
            "–" if minutes is None else f"{minutes:.1f} min",
            f"{row['keras_bytes'] / 1e6:.2f} MB",
            f"{row['inference_ms']:.2f} ms",
            f"{row['mnist_test']:.2%}",
            "–" if pen is None else f"{pen:.2%}",
        ]
        table.append(f"| {' | '.join(cells)} |")
    return "\n".join(table) + "\n\n"


def additions(report: Json) -> str:
    """What each part of the training gave, as a table; nothing where that was not measured."""
    ablation = report["ablation"]
    if not ablation:
        return ""
    table = [
        f"| trained {ablation['epochs']} epochs on | MNIST | pen digits | with a broad brush "
        "| letters, AUROC |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {row['mnist_test']:.2%} | {row['pen_digits']:.2%} "
            f"| {row['pen_digits_broad_brush']:.2%} | {row['auroc_letters']:.3f} |"
            for name, row in ablation["steps"].items()
        ),
    ]
    return "\n".join(table) + "\n\n"


def _versions(versions: dict[str, str]) -> list[str]:
    return [f"{name} {number}" for name, number in versions.items()]


def _read(file: Path) -> Json:
    content: Json = json.loads(file.read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    sys.exit(main())
