import gradio as gr

import app


def test_demo_is_the_blocks_page_that_gradios_tools_look_for() -> None:
    assert isinstance(app.demo, gr.Blocks)
    tabs = [block for block in app.demo.blocks.values() if isinstance(block, gr.Tab)]
    assert len(tabs) == 4
