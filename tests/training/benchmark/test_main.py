import json
from pathlib import Path

import pytest

from training.benchmark import __main__ as benchmark
from training.benchmark import against


def test_a_comparison_is_printed_and_written_only_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = {"explanation, median": {"ours": 10.0, "theirs": 40.0, "ratio": 0.25}}
    monkeypatch.setattr(against, "compare", lambda _: figures)
    before = benchmark.RESULT_FILE.read_bytes()
    assert benchmark.main(["--against", "v1"]) == 0
    assert benchmark.RESULT_FILE.read_bytes() == before
    *_, row, line = capsys.readouterr().out.splitlines()
    assert row.split()[-3:] == ["10.0", "40.0", "0.25"]
    result = json.loads(line)
    assert result["against"] == "v1"
    assert result["explanation, median"]["ratio"] == 0.25
    assert result["made"]["processor"]
    file = tmp_path / "compared.json"
    assert benchmark.main(["--against", "v1", "--output", str(file)]) == 0
    assert json.loads(file.read_text()) == result


def test_a_revision_that_does_not_exist_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.main(["--against", "no-such-revision"]) == 1
    assert "no-such-revision" in capsys.readouterr().err
