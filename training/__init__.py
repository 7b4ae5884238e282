import os

# TensorFlow's own log would greet everyone who has no graphics card with an error; this stands
# here to be set before TensorFlow is imported.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

NO_TENSORFLOW = (
    "TensorFlow is missing; with Python 3.11 to 3.13: pip install -r training/requirements.txt"
)
