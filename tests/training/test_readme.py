import pytest

from training.readme import README_FILE, with_figures


def test_the_readme_holds_the_figures_that_were_measured() -> None:
    readme = README_FILE.read_text(encoding="utf-8")
    assert with_figures(readme) == readme


def test_a_readme_without_a_place_for_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one pair of figures comments"):
        with_figures("# Trazo\n")
