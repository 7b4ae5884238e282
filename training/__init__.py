"""Offline work: data, networks, training, evaluation. The app never imports it.

`train.py` makes the network, `evaluate.py` its report. `synthetic/` draws data, `evaluation/`
measures how well the network reads, `benchmark/` how fast the app is.
"""

import os

# Without a graphics card TensorFlow logs an error at each start, unless this is set before its
# import.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

NO_TENSORFLOW = (
    "TensorFlow is missing; with Python 3.11 to 3.13: pip install -r training/requirements.txt"
)
