"""Compares how fast this working copy is with another revision of the project.

`python -m training.benchmark --against REVISION` checks the revision out beside, and measures both
in turn, since other programs slow a machine down now more and now less. The ratio of two figures
that were measured side by side says more than either of them.
"""

import asyncio
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from training.benchmark import measure, reading
from training.benchmark.server import ROOT, serve_app

ROUNDS = 3

Figures = dict[str, float]


def compare(revision: str) -> dict[str, Figures]:
    """Returns for each figure what it is "ours", "theirs", and their "ratio".

    Raises RuntimeError where there is no such revision, or where it cannot be measured.
    """
    ours: list[Figures] = []
    theirs: list[Figures] = []
    with checked_out(revision) as folder:
        for _ in range(ROUNDS):
            ours.append(measure_once(ROOT))
            theirs.append(measure_once(folder))
    return {
        name: {
            "ours": round(statistics.median(each[name] for each in ours), 3),
            "theirs": round(statistics.median(each[name] for each in theirs), 3),
            # Of neighbours in time, which the machine treated most alike.
            "ratio": round(
                statistics.median(
                    one[name] / other[name] for one, other in zip(ours, theirs, strict=True)
                ),
                2,
            ),
        }
        for name in ours[0]
    }


def measure_once(root: Path) -> Figures:
    """Measures a copy of the project; everything but readings a second is in milliseconds."""
    figures = {
        "network, one image": reading.measure_network(root),
        "read_strokes beside the network": reading.measure_beside_network(root),
    }
    with serve_app(root=root) as app:
        throughput = asyncio.run(measure.measure_throughput(app.url, rounds=1))
        explaining = asyncio.run(measure.measure_explaining(app.url, rounds=1))
        alone = asyncio.run(reading.measure_others(app.url, long=False))
        beside_long = asyncio.run(reading.measure_others(app.url, long=True))
        live = measure.measure_live_reading(app.url)
    return figures | {
        "readings a second, 50 clients": throughput["requests_per_second"],
        "explanation, median": explaining["median_ms"],
        "others' 95th percentile": alone,
        "the same beside long drawings": beside_long,
        "pointer event to answer, median": live["median_ms"],
        "pointer event to answer, p95": live["p95_ms"],
    }


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """Checks a revision out into a temporary folder, which is removed when the block ends."""
    with tempfile.TemporaryDirectory(prefix="trazo-") as parent:
        folder = Path(parent) / "theirs"
        try:
            _git("worktree", "add", "--detach", str(folder), revision)
            yield folder
        finally:
            if folder.exists():
                _git("worktree", "remove", "--force", str(folder))
            _git("worktree", "prune")


def _git(*arguments: str) -> None:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr.strip()}")
