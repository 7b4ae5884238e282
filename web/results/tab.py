"""The markup of the Results tab: one section for each part of the evaluation report.

`results.js` fills the sections in and `results.css` styles them. The script asks `web.results.api`.
"""

import gradio as gr

from web.shared.component import component

SECTIONS = (
    "accuracy",
    "comparison",
    "confusion",
    "mistakes",
    "reliability",
    "corruptions",
    "rejection",
    "training",
    "ablation",
    "examples",
)


def _section(name: str) -> str:
    return f"""
  <section data-part="{name}" hidden>
    <h2 data-text="results_{name}"></h2>
    <p data-text="results_{name}_caption"></p>
  </section>"""


MARKUP = f"""
<div class="results">
  <p class="trouble" data-part="trouble" role="status"></p>
  {"".join(map(_section, SECTIONS))}
  <section data-part="made" hidden></section>
</div>
"""


def results_tab() -> gr.HTML:
    """Adds the tab's content to the page that is being built."""
    return component("results", MARKUP, "figures")
