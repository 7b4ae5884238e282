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
    assert shown.html_template.strip() == "<p> <b data-text=hint></b> </p>"
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
        last_rule = component.minified_style(sheet.read_text(encoding="utf-8").split("\n\n")[-1])
        assert last_rule in style
        places.append(style.index(last_rule))
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("style", "short"),
    [
        ("/* A\ncomment. */\n.a > b,\n.c {\n  margin: 0 4px;\n}\n", ".a>b,.c{margin:0 4px}"),
        (".a :hover,\n.b + c {\n  color: red;\n}\n", ".a :hover,.b + c{color:red}"),
        (
            "@container (max-width: 9px) {\n  .a {\n    width: calc(1px + 2px);\n  }\n}\n",
            "@container (max-width:9px){.a{width:calc(1px + 2px)}}",
        ),
        ('.a::before {\n  content: "";\n}\n', '.a::before{content:""}'),
    ],
)
def test_a_style_sheet_is_shortened_without_a_change_of_meaning(style: str, short: str) -> None:
    assert component.minified_style(style) == short


@pytest.mark.parametrize(
    ("markup", "short"),
    [
        ('<p\n   id="a-b">\n  7\n</p>', "<p id=a-b> 7 </p>"),
        ('<i class="a b" data-text="c"></i>', '<i class="a b" data-text=c></i>'),
        ('<p title="7 > 3" lang="es"></p>', '<p title="7 > 3" lang=es></p>'),
    ],
)
def test_markup_is_shortened_without_a_change_of_meaning(markup: str, short: str) -> None:
    assert component.minified_markup(markup) == short
