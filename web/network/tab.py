"""The markup of the Network tab: Netron, the table of layers, and the network's files to download.

`network.js` brings it to life and `network.css` styles it. The script asks `web.network.api`.
"""

import gradio as gr

from web.shared.component import component

MARKUP = """
<div class="network">
  <p data-text="netron"></p>
  <dl class="facts">
    <div>
      <dt data-text="parameters"></dt>
      <dd data-part="parameters"></dd>
    </div>
    <div>
      <dt data-text="time_per_digit"></dt>
      <dd data-part="time"></dd>
      <dd class="aside" data-part="timed"></dd>
    </div>
    <div>
      <dt data-text="network_files"></dt>
      <dd class="files">
        <a class="button" data-part="keras" data-title="network_keras" href="model/keras"
           download></a>
        <a class="button" data-part="tflite" data-title="network_tflite" href="model/tflite"
           download></a>
      </dd>
    </div>
  </dl>
  <p class="trouble" data-part="trouble" role="status"></p>
  <div class="sides">
    <div id="netron"><iframe src="netron/" title="Netron"></iframe></div>
    <div class="layers" data-part="layers" data-label="network_layers" role="region"
         tabindex="0"></div>
  </div>
</div>
"""


def network_tab() -> gr.HTML:
    """Adds the tab's content to the page that is being built."""
    return component("network", MARKUP, "figures")
