from tests.browser.conftest import OpenPage

MAX_BYTES = 60_000


def test_the_first_view_is_light(open_page: OpenPage) -> None:
    """Beyond Gradio, the page loads scripts, texts, and the configuration of our components."""
    visitor = open_page(is_new=True)
    weights = visitor.page.evaluate(
        """() => {
          const folder = new URL("static/trazo/", document.baseURI).href;
          const files = performance.getEntriesByType("resource")
            .filter(({ name }) => name.startsWith(folder))
            .map(({ name, transferSize }) => [name.slice(folder.length), transferSize]);
          const config = JSON.stringify(window.gradio_config.components
            .filter(({ props }) => (props.elem_classes ?? []).includes("trazo")));
          return Object.fromEntries([...files, ["config", config.length]]);
        }"""
    )
    assert {"draw/draw.js", "draw/texts.js", "shared/texts.js", "config"} <= weights.keys()
    assert all(weight > 0 for weight in weights.values()), weights
    assert sum(weights.values()) <= MAX_BYTES, weights
