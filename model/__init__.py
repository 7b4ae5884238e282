"""The trained network and everything that reads digits with it.

`classifier.py` is the public surface. Needs neither Gradio nor TensorFlow.
"""
