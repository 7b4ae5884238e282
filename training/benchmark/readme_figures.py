"""Writes the measured figures into README.md and docs/figures.md, so that nobody types them.

    python -m training.benchmark.readme_figures

Takes them from model/report.json (`training.evaluate`) and training/benchmark/benchmark.json
(`training.benchmark`). README.md gets the ten main figures, docs/figures.md all of them; the text
around them is the author's. Measures nothing.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from model.files import replace_file
from training.benchmark.__main__ import RESULT_FILE
from training.benchmark.server import ROOT
from training.evaluation.report import REPORT_FILE, Json, headlines

README_FILE = ROOT / "README.md"
FIGURES_FILE = ROOT / "docs" / "figures.md"
PLACE = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)
# The figures of the report that README.md shows, by the beginning of their names.
IN_README = ("Accuracy on", "The same as images", "Out-of-distribution", "Network", "Training")


def main(arguments: list[str] | None = None) -> int:
    """Updates both files; returns the exit status."""
    argparse.ArgumentParser(
        prog="python -m training.benchmark.readme_figures",
        description="Write the measured figures into README.md and docs/figures.md.",
    ).parse_args(arguments)
    try:
        updated = {file: with_figures(file) for file in TABLES}
    except (OSError, ValueError, KeyError) as error:
        print(f"readme_figures: {error!r}", file=sys.stderr)
        return 1
    for file, text in updated.items():
        replace_file(file, text.encode())
    return 0


def with_figures(file: Path) -> str:
    """Returns the text of one of the files with today's figures."""
    tables = TABLES[file](_read(REPORT_FILE), _read(RESULT_FILE))
    text, count = PLACE.subn(
        lambda place: place[1] + tables + place[2], file.read_text(encoding="utf-8")
    )
    if count != 1:
        raise ValueError(f"{file.name}: expected one pair of figures comments, found {count}.")
    return text


def main_figures(report: Json, benchmark: Json) -> str:
    """Returns the table for README.md."""
    rows = {name: row for name, row in headlines(report).items() if name.startswith(IN_README)}
    return _table(rows | speed(benchmark))


def all_figures(report: Json, benchmark: Json) -> str:
    """Returns the tables for docs/figures.md, and the conditions of the measurements."""
    main = _table(headlines(report) | speed(benchmark))
    return f"{main}\n{comparison(report)}{ablation(report)}{conditions(report, benchmark)}\n"


def speed(benchmark: Json) -> dict[str, str]:
    """Returns the figures of a benchmark as text, by name."""
    live, start, throughput = (benchmark[part] for part in ("live", "start", "throughput"))
    return {
        "Pointer event → changed top three, median and 95th percentile": (
            f"{live['median_ms']} ms, {live['p95_ms']} ms; "
            f"{live['moves_answered_before_pen_up']:.0%} of moves answered before pen-up"
        ),
        "Explanation of a reading, median": f"{benchmark['explaining']['median_ms']} ms",
        "Start → first page": (
            f"{start['seconds_to_first_page']} s, "
            f"{start['ratio']} times an empty Gradio page; {start['resident_mb']} MB of memory"
        ),
        f"Readings per second for {throughput['clients']} clients": (
            f"{throughput['requests_per_second']:,} (95 % within {throughput['p95_ms']} ms)"
        ),
    }


def comparison(report: Json) -> str:
    """Returns the networks side by side as a table, or "" if they were not compared."""
    if not report["comparison"]:
        return ""
    table = [
        "| network | parameters | training | size | per image | MNIST | pen digits |",
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


def ablation(report: Json) -> str:
    """Returns what each part of the training gives as a table, or "" if it was not measured."""
    figures = report["ablation"]
    if not figures:
        return ""
    table = [
        f"| trained {figures['epochs']} epochs on | MNIST | pen digits | with a broad brush "
        "| letters, AUROC |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {row['mnist_test']:.2%} | {row['pen_digits']:.2%} "
            f"| {row['pen_digits_broad_brush']:.2%} | {row['auroc_letters']:.3f} |"
            for name, row in figures["steps"].items()
        ),
    ]
    return "\n".join(table) + "\n\n"


def conditions(report: Json, benchmark: Json) -> str:
    """Returns a sentence with dates, machine and versions of both measurements."""
    made, evaluated = benchmark["made"], report["made"]
    chromium = benchmark["live"]["chromium"].split(".")[0]
    machine = ", ".join(made[each] for each in ("machine", "processor") if each in made)
    versions = ", ".join(f"{name} {number}" for name, number in evaluated["versions"].items())
    return (
        f"Accuracy measured on {evaluated['date']} with {versions}. Speed measured on "
        f"{made['date']} on {machine}, Python {made['python']}, Gradio {made['gradio']}, "
        f"headless Chromium {chromium}, clients and server on the same machine: medians of "
        f"{benchmark['live']['moves']:,} moves of a mouse, of {made['starts']} starts and of "
        f"{made['rounds']} rounds of requests."
    )


TABLES: dict[Path, Callable[[Json, Json], str]] = {
    README_FILE: main_figures,
    FIGURES_FILE: all_figures,
}


def _table(rows: dict[str, str]) -> str:
    lines = "\n".join(f"| {name} | {figure} |" for name, figure in rows.items())
    return f"| | |\n|---|---|\n{lines}\n"


def _read(file: Path) -> Json:
    content: Json = json.loads(file.read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    sys.exit(main())
