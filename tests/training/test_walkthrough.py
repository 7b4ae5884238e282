from pathlib import Path

import pytest

pytest.importorskip("tensorflow")
nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

from tests.training.conftest import VALIDATION_IMAGES
from training.benchmark.server import ROOT

NOTEBOOK = ROOT / "training" / "walkthrough.ipynb"


@pytest.fixture(scope="module")
def outputs(small_mnist: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each code cell shows when the notebook runs from top to bottom on a few digits."""
    folder = tmp_path_factory.mktemp("walkthrough")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    (parameters,) = (c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    parameters.source += "\n" + "\n".join(
        (
            "from training import data",
            f"data.VALIDATION_IMAGES = {VALIDATION_IMAGES}",
            f"MNIST = {str(small_mnist)!r}",
            "OTROS_DIGITOS = True",
            "IMAGENES = 300",
            'RED = "dense"',
            "EPOCAS = 2",
            'DIRECCION = "http://127.0.0.1/seven.png"',
            f"DESTINO = Path({str(folder / 'red.keras')!r})",
        )
    )
    (netron,) = (cell for cell in notebook.cells if "served(DESTINO" in cell.source)
    # The port is chosen only then, so that no other test takes it meanwhile.
    choose_port = "from training.benchmark.server import free_port\nPUERTO = free_port()\n"
    netron.source = choose_port + netron.source
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MPLBACKEND", raising=False)  # Jupyter's own shows figures
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.setenv("MPLCONFIGDIR", str(folder / "matplotlib"))
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


def test_the_notebook_shows_each_step_and_its_figures(outputs: list[str]) -> None:
    shown = "\n".join(outputs)
    for part in (
        "train         300 ",
        "de 0.0 a 1.0",
        "Total params",
        "Epoch 2/2",
        "red.tflite",
        "temperature=",
        " bien: ",
        "127.0.0.1 is a private address",
        "7:  ",
        "IFrame",
    ):
        assert part in shown
    assert sum("Figure" in output for output in outputs) >= 7


def test_the_notebook_is_kept_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
