from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.synthetic.__main__ import main


def test_a_sheet_shows_ten_rows_of_digits_and_four_of_non_digits(tmp_path: Path) -> None:
    assert main([str(tmp_path / "sheet.png")]) == 0
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (28 * 40, 28 * 14)
        pixels = np.asarray(sheet)
    assert 0 < np.mean(pixels < 128) < 0.4
    narrowest = [(row < 128).mean() for row in np.split(pixels, 14)[:10]]
    assert np.argmin(narrowest) == 1  # a 1 needs the least ink


def test_a_file_that_cannot_be_written_is_reported_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (tmp_path / "sheet.unknown", tmp_path / "nowhere" / "sheet.png"):
        assert main([str(file)]) == 1
        error = capsys.readouterr().err
        assert error.startswith(f"synthetic: {file} cannot be written: ")
        assert error.count("\n") == 1


def test_help_and_missing_options_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "python -m training.synthetic" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main([])
