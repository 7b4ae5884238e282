"""The Gradio page: its tabs, its frame, and how Gradio serves it.

What a tab shows is in the folder of that tab.
"""

import os

import gradio as gr
from fastapi import FastAPI

from web.draw.tab import draw_tab
from web.network.tab import network_tab
from web.pictures.tab import pictures_tab
from web.results.tab import results_tab
from web.shared.language import add_language_parameter
from web.shared.texts import TEXTS

UPLOAD_LIMIT = "4mb"

# Gradio's frame hides what overflows by scrolling, which would keep cards from sticking to the top.
STYLE = """
.gradio-container { overflow: clip !important; }
.gradio-container > .main { padding: 12px 16px; }
.gradio-container .tabitem { padding: 12px 0 0; }
#heading h1 { margin: 0; font-size: clamp(0.95rem, 2.2vw, 1.6rem); }
#heading { min-height: 60px; padding-right: 76px; }
#languages { position: absolute; top: 4px; right: 16px; width: auto; z-index: 1; }
#languages .html-container { padding: 0; }
#languages a { display: block; padding: 5px 0; text-decoration: underline; }
@media (min-width: 720px) {
  #heading { min-height: 0; padding-right: 160px; }
  #languages a { display: inline-block; padding: 16px 0 8px 16px; }
}
@media (max-width: 389px) { .tab-container button { padding: 0 8px; } }
.dark .selected[role="tab"] { color: var(--primary-400) !important; }
@media (max-height: 480px) { #heading, #languages { display: none; } }
.trazo .html-container { padding: 0; }
"""
LANGUAGES = "".join(
    f'<a href="?lang={code}" lang="{code}">{texts["language"]}</a>' for code, texts in TEXTS.items()
)
I18N = gr.I18n(**TEXTS)
SYSTEM_FONTS = ("system-ui", "sans-serif")  # unlike the theme's own, they need no download
# The theme's subdued text and, in STYLE, its selected tab have too little contrast.
THEME = gr.themes.Soft(font=SYSTEM_FONTS).set(body_text_color_subdued="*neutral_500")


def build() -> gr.Blocks:
    """Returns the page, not yet served."""
    demo: gr.Blocks
    with gr.Blocks(title="Trazo", analytics_enabled=False) as demo:
        gr.Markdown(I18N("heading"), elem_id="heading")
        gr.HTML(LANGUAGES, elem_id="languages", apply_default_css=False)
        with gr.Tab(I18N("tab_draw")):
            draw_tab()
        with gr.Tab(I18N("tab_pictures")):
            pictures_tab()
        with gr.Tab(I18N("tab_network")):
            network_tab()
        with gr.Tab(I18N("tab_results")):
            results_tab()
    return demo


def mount(app: FastAPI, demo: gr.Blocks) -> FastAPI:
    """Serves the page at the root of `app`; routes that `app` already has come first."""
    served: FastAPI = gr.mount_gradio_app(
        app,
        demo,
        path="/",
        root_path=os.environ.get("GRADIO_ROOT_PATH"),
        theme=THEME,
        css=STYLE,
        i18n=I18N,
        footer_links=[],
        run_history=False,
        max_file_size=UPLOAD_LIMIT,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
    )
    add_language_parameter(served)
    return served
