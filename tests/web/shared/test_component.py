import json
import re

import gradio as gr
import pytest

from web.shared import component
from web.shared.component import WEB
from web.shared.texts import TEXTS


@pytest.mark.parametrize("name", ["draw", "pictures", "network", "results"])
def test_a_component_starts_the_script_of_its_tab_in_its_style(name: str) -> None:
    with gr.Blocks():
        shown = component.component(name, '<p>\n  <b data-text="hint"></b>\n</p>', "top_three")
    assert shown.elem_id == name
    assert shown.html_template.strip() == '<p> <b data-text="hint"></b> </p>'
    start = str(shown.js_on_load)
    (script,) = re.findall(r'new URL\("(.*?)", document.baseURI\)', start)
    assert script == f"{component.URL_PATH}/{name}/{name}.js"
    assert "mount(element)" in start
    for texts in TEXTS.values():
        assert json.dumps(texts["error_broken"])[1:-1] in start
    style = str(shown.css_template)
    assert "/*" not in style
    sheets = [WEB / "shared" / "common.css", WEB / "shared" / "top_three.css"]
    places = []
    for sheet in (*sheets, WEB / name / f"{name}.css"):
        source = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        last_rule = " ".join(source.split("\n\n")[-1].split())
        assert last_rule in style
        places.append(style.index(last_rule))
    assert places == sorted(places)
