"""The Gradio page, and the HTTP routes that its scripts ask.

`page.py` joins the tabs; each tab has a folder with its markup, routes, texts and browser files.
"""

import os

# Gradio reports each start to its makers unless this is set before Gradio is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
