from tests.browser.conftest import OpenPage

MOST_BYTES = 60_000


def test_the_first_view_is_light(open_page: OpenPage) -> None:
    """What the page loads beyond Gradio's own: scripts, texts, and what Gradio is told of them."""
    visitor = open_page()
    weights = visitor.page.evaluate(
        """() => {
          const ours = performance.getEntriesByType("resource")
            .filter(({ name }) => name.includes("/static/trazo/"))
            .map(({ name, transferSize }) => [name.split("/").at(-1), transferSize]);
          const told = JSON.stringify(window.gradio_config.components
            .filter(({ props }) => (props.elem_classes ?? []).includes("trazo")));
          return Object.fromEntries([...ours, ["config", told.length]]);
        }"""
    )
    assert {"draw.js", "texts.js", "config"} <= weights.keys()
    assert all(weight > 0 for weight in weights.values())
    assert sum(weights.values()) <= MOST_BYTES, weights
