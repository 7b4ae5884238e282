"""The markup of the Results tab: one section for each part of the evaluation report.

`results.js` fills the sections in and `results.css` styles them. The script asks `web.results.api`.
"""

import gradio as gr

from web.shared.component import component

MARKUP = """
<div class="results">
  <p class="trouble" data-part="trouble" role="status"></p>
  <section data-part="accuracy" hidden>
    <h2 data-text="results_accuracy"></h2>
    <p data-text="results_accuracy_caption"></p>
  </section>
  <section data-part="comparison" hidden>
    <h2 data-text="results_comparison"></h2>
    <p data-text="results_comparison_caption"></p>
  </section>
  <section data-part="confusion" hidden>
    <h2 data-text="results_confusion"></h2>
    <p data-text="results_confusion_caption"></p>
  </section>
  <section data-part="mistakes" hidden>
    <h2 data-text="results_mistakes"></h2>
    <p data-text="results_mistakes_caption"></p>
  </section>
  <section data-part="reliability" hidden>
    <h2 data-text="results_reliability"></h2>
    <p data-text="results_reliability_caption"></p>
  </section>
  <section data-part="corruptions" hidden>
    <h2 data-text="results_corruptions"></h2>
    <p data-text="results_corruptions_caption"></p>
  </section>
  <section data-part="rejection" hidden>
    <h2 data-text="results_rejection"></h2>
    <p data-text="results_rejection_caption"></p>
  </section>
  <section data-part="training" hidden>
    <h2 data-text="results_training"></h2>
    <p data-text="results_training_caption"></p>
  </section>
  <section data-part="ablation" hidden>
    <h2 data-text="results_ablation"></h2>
    <p data-text="results_ablation_caption"></p>
  </section>
  <section data-part="examples" hidden>
    <h2 data-text="results_examples"></h2>
    <p data-text="results_examples_caption"></p>
  </section>
  <section data-part="made" hidden></section>
</div>
"""


def results_tab() -> gr.HTML:
    """Adds the tab's content to the page that is being built."""
    return component("results", MARKUP, "figures")
