"""How fast the app is: a real server and a real Chromium to measure and to test with.

`python -m training.benchmark` measures, `readme_figures.py` writes the figures into the documents,
and `screenshots.py` takes their images.
"""
