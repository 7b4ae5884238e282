import os

# Gradio would report each start to its makers; this stands here to be set before it is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
