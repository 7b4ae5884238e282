"""Measures the parts of a reading: the network, what is beside it, and what long ones cost others.

Each is measured in a copy of the project: today's, or that of another revision.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path

import aiohttp
import numpy as np
from ai_edge_litert.interpreter import Interpreter

from model.runtime import INPUT_SHAPE, quiet_libraries
from training.benchmark.measure import MOVE_SECONDS, drawings, percentile

NETWORK_RUNS = 501
READINGS = 15  # of each drawing
SCRIPT_SECONDS = 120

OTHERS = 4  # clients that draw while another sends long drawings
OTHERS_SECONDS = 4.0
MOST_POINTS = 8_192  # that /api/predict takes
MOST_STROKES = 256

# Runs in a copy of the project, and so uses only what every revision has.
BESIDE_NETWORK = """
import json, statistics, sys, time
from model.classifier import DigitClassifier
from model.runtime import Network
run, spent, seconds = Network.uncalibrated, 0.0, []
def run_timed(network, images):
    global spent
    started = time.perf_counter()
    probabilities = run(network, images)
    spent += time.perf_counter() - started
    return probabilities
Network.uncalibrated = run_timed
classifier = DigitClassifier.load()
for strokes in json.load(sys.stdin) * {readings}:
    spent, started = 0.0, time.perf_counter()
    classifier.read_strokes(strokes)
    seconds.append(time.perf_counter() - started - spent)
print(1000 * statistics.median(seconds))
"""


def measure_network(root: Path) -> float:
    """Measures the milliseconds of the compiled network for one image, on one thread."""
    with quiet_libraries():
        interpreter = Interpreter(str(root / "model" / "mnist_model.tflite"), num_threads=1)
        interpreter.allocate_tensors()
    (images,) = interpreter.get_input_details()
    interpreter.set_tensor(images["index"], np.zeros((1, *INPUT_SHAPE), dtype=np.float32))
    seconds: list[float] = []
    for _ in range(NETWORK_RUNS):
        started = time.perf_counter()
        interpreter.invoke()
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds)


def measure_beside_network(root: Path) -> float:
    """Measures the milliseconds of `read_strokes` without the runs of the network."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", BESIDE_NETWORK.format(readings=READINGS)],
            cwd=root,
            input=json.dumps(drawings()),
            capture_output=True,
            text=True,
            check=True,
            timeout=SCRIPT_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"Drawings could not be read in {root}:\n{error.stderr}") from None
    return float(done.stdout)


async def measure_others(url: str, long: bool, seconds: float = OTHERS_SECONDS) -> float:
    """Measures the 95th percentile, in milliseconds, of readings of OTHERS that draw.

    If `long`, one more client sends the drawings that take longest, one after another.
    """
    body = json.dumps({"strokes": drawings()[0]}).encode()
    latencies: list[float] = []
    ends = time.perf_counter() + seconds

    async with aiohttp.ClientSession() as session:

        async def ask(content: bytes) -> float:
            asked = time.perf_counter()
            async with session.post(f"{url}/api/predict", data=content) as answer:
                await answer.read()
                if answer.status != HTTPStatus.OK:
                    raise RuntimeError(f"/api/predict answered {answer.status}.")
            return time.perf_counter() - asked

        async def draw() -> None:
            while time.perf_counter() < ends:
                latencies.append(await ask(body))
                await asyncio.sleep(max(0.0, MOVE_SECONDS - latencies[-1]))

        async def send_long_drawings() -> None:
            bodies = [json.dumps({"strokes": strokes}).encode() for strokes in long_drawings()]
            while time.perf_counter() < ends:
                for content in bodies:
                    await ask(content)

        clients = [draw() for _ in range(OTHERS)]
        if long:
            clients.append(send_long_drawings())
        await asyncio.gather(*clients)
    return 1000 * percentile(latencies, 95)


def long_drawings() -> list[list[list[list[int]]]]:
    """Returns drawings that take longest: scribbles that lie close, and a page of bars."""
    generator = np.random.default_rng(0)
    scribbles = [
        generator.integers((left, 0), (left + 10, 20), size=(MOST_POINTS // 24, 2)).tolist()
        for left in range(0, 24 * 14, 14)
    ]
    bars = [
        [[20 * (place % 32), 30 * (place // 32) + y] for y in range(MOST_POINTS // MOST_STROKES)]
        for place in range(MOST_STROKES)
    ]
    return [scribbles, bars]
