import hashlib
from pathlib import Path

import pytest

from model.files import ModelFileError, file_sha256, replace_file


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    file = tmp_path / "network.keras"
    file.write_bytes(b"content")
    assert file_sha256(file) == hashlib.sha256(b"content").hexdigest()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"nowhere\.keras: no such model file"):
        file_sha256(tmp_path / "nowhere.keras")


def test_a_folder_cannot_be_read_as_a_model_file(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="cannot be read"):
        file_sha256(tmp_path)


def test_a_file_is_replaced_completely_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(b"old")
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match="folder"):
        replace_file(folder, b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "report.json"]
