"""Which digits of the test set a report shows: the worst mistakes, and some of each digit by lot.

The report lists them, `training.plots` draws them, and the Results tab shows what was drawn with
what is listed.
"""

import numpy as np
import numpy.typing as npt

from training.metrics import Labels
from training.readings import Answers
from training.report import Json

EXAMPLES_A_DIGIT = 4
MOST_MISTAKES = 24

Places = npt.NDArray[np.intp]


def mistakes(labels: Labels, answers: Answers) -> Places:
    """The wrong answers that the network was surest of, the surest first."""
    sureness = answers.probabilities.max(axis=1)
    wrong = np.flatnonzero(answers.digits != labels)
    return wrong[np.argsort(-sureness[wrong])][:MOST_MISTAKES]


def examples(labels: Labels) -> Places:
    """Some of each digit, by lot."""
    generator = np.random.default_rng(3)
    of_each = [np.flatnonzero(labels == digit) for digit in range(10)]
    return np.concatenate([generator.permutation(ones)[:EXAMPLES_A_DIGIT] for ones in of_each])


def choices(labels: Labels, answers: Answers) -> dict[str, Places]:
    """Both, by what they are called in the report and in the names of its pictures."""
    return {"mistakes": mistakes(labels, answers), "examples": examples(labels)}


def described(labels: Labels, answers: Answers) -> Json:
    """Of each of both what it is, what it was read as, and how sure the network was of that."""
    sureness = answers.probabilities.max(axis=1)
    return {
        name: [
            {
                "digit": int(labels[n]),
                "read": int(answers.digits[n]),
                "probability": float(sureness[n]),
            }
            for n in chosen
        ]
        for name, chosen in choices(labels, answers).items()
    }
