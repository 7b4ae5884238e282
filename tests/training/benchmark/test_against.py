import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from training.benchmark import against
from training.benchmark.server import ROOT


@pytest.fixture(autouse=True)
def repository() -> Iterator[None]:
    """Skips where the project is not in a repository, and checks that no folder is left in it."""
    if not (ROOT / ".git").exists():
        pytest.skip("the project is not in a Git repository")
    before = worktrees()
    yield
    assert worktrees() == before


def worktrees() -> str:
    return subprocess.run(
        ["git", "worktree", "list"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def test_a_revision_is_checked_out_beside_until_the_block_ends() -> None:
    with against.checked_out("HEAD") as folder:
        assert (folder / "app.py").exists()
        assert not folder.is_relative_to(ROOT)
    assert not folder.parent.exists()


def test_the_folder_is_removed_after_an_error_too() -> None:
    folders: list[Path] = []
    with pytest.raises(ZeroDivisionError), against.checked_out("HEAD") as folder:  # noqa: PT012
        folders.append(folder)
        raise ZeroDivisionError
    assert not folders[0].parent.exists()


def test_an_unknown_revision_is_refused() -> None:
    with (
        pytest.raises(RuntimeError, match="no-such-revision"),
        against.checked_out("no-such-revision"),
    ):
        pass


def test_both_are_measured_in_turn_and_their_ratio_is_that_of_neighbours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[bool] = []

    def measure(root: Path) -> dict[str, float]:
        turns.append(root == ROOT)
        # The machine gets slower with every round, and ours takes half as long.
        return {"reading": len(turns) // 2 + 1.0 if root == ROOT else 2.0 * ((len(turns) + 1) // 2)}

    monkeypatch.setattr(against, "measure_once", measure)
    assert against.compare("HEAD") == {"reading": {"ours": 2, "theirs": 4, "ratio": 0.5}}
    assert turns == [True, False] * against.ROUNDS
