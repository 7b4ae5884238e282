"""The Gradio page: its tabs, their texts, and how Gradio serves them."""

import os

import gradio as gr
from fastapi import FastAPI

from web.sketchpad import sketchpad
from web.texts import TEXTS

UPLOAD_LIMIT = "4mb"

STYLE = """
.gradio-container > .main { padding: 12px 16px; }
.gradio-container .tabitem { padding: 12px 0 0; }
#heading h1 { margin: 0; font-size: clamp(1.1rem, 2.2vw, 1.6rem); }
@media (max-height: 480px) { #heading { display: none; } }
#sketchpad .html-container, #netron .html-container { padding: 0; }
#netron iframe { display: block; width: 100%; height: max(360px, 100dvh - 190px);
  border: 1px solid var(--border-color-primary); border-radius: 10px; }
"""
I18N = gr.I18n(**TEXTS)
SYSTEM_FONTS = ("system-ui", "sans-serif")  # the theme's own would be one more thing to load


def build() -> gr.Blocks:
    """The page, not yet served."""
    demo: gr.Blocks
    with gr.Blocks(title="Trazo", analytics_enabled=False) as demo:
        gr.Markdown(I18N("heading"), elem_id="heading")
        with gr.Tab(I18N("tab_draw")):
            sketchpad()
        with gr.Tab(I18N("tab_network")):
            gr.Markdown(I18N("netron"))
            gr.HTML(
                '<iframe src="netron/" title="Netron"></iframe>',
                apply_default_css=False,
                elem_id="netron",
            )
    return demo


def mount(app: FastAPI, demo: gr.Blocks) -> FastAPI:
    """Serve the page at the root of `app`, behind whatever routes it has by now."""
    served: FastAPI = gr.mount_gradio_app(
        app,
        demo,
        path="/",
        root_path=os.environ.get("GRADIO_ROOT_PATH"),
        theme=gr.themes.Soft(font=SYSTEM_FONTS),
        css=STYLE,
        i18n=I18N,
        footer_links=[],
        run_history=False,
        max_file_size=UPLOAD_LIMIT,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
    )
    return served
