from pathlib import Path

import pytest

pytest.importorskip("tensorflow")
nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

from training.served import ROOT, free_port

NOTEBOOK = ROOT / "training" / "walkthrough.ipynb"


@pytest.fixture(scope="module")
def outputs(drawn_mnist: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each cell of code shows when the notebook runs top to bottom on a few digits."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    (parameters,) = (c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    parameters.source += "\n" + "\n".join(
        (
            f"MNIST = {str(drawn_mnist)!r}",
            "OTROS_DIGITOS = True",
            "IMAGENES = 400",
            'RED = "dense"',
            "EPOCAS = 2",
            'DIRECCION = "http://127.0.0.1/seven.png"',
            f"DESTINO = Path({str(tmp_path_factory.mktemp('walkthrough') / 'red.keras')!r})",
            f"PUERTO = {free_port()}",
        )
    )
    nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    ).execute()
    return [
        "\n".join(
            output.get("text", "") or str(output.get("data", {}).get("text/plain", ""))
            for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.parametrize(
    "shown",
    [
        "train         400 imágenes (28, 28), uint8",
        "de 0.0 a 1.0",
        "Total params",
        "Epoch 2/2",
        "red.tflite",
        "temperature=",
        " bien: ",
        "127.0.0.1 is a private address",
        "7:  ",
        "IFrame",
    ],
)
def test_the_notebook_shows_each_step(outputs: list[str], shown: str) -> None:
    assert shown in "\n".join(outputs)


def test_the_notebook_draws_its_figures(outputs: list[str]) -> None:
    assert sum("Figure" in output for output in outputs) >= 7


def test_the_notebook_is_kept_without_what_it_showed() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
