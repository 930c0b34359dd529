"""The check on which a payment turns: did more of those die who were served?"""

import pytest

from proventive.evaluation.checks.deaths import no_more_deaths
from proventive.evaluation.methods.intervals import Inference


@pytest.mark.parametrize(
    ("difference", "passed"),
    [
        (Inference(value=0.03, standard_error=0.01, degrees_of_freedom=1000.0), False),
        (Inference(value=0.01, standard_error=0.01, degrees_of_freedom=1000.0), True),
        (Inference(value=-0.05, standard_error=0.01, degrees_of_freedom=1000.0), True),  # kept alive
        (Inference(value=0.5, standard_error=None, degrees_of_freedom=0.0), None),
        (None, None),
    ],
)
def test_only_more_deaths_fail_it(difference, passed):
    assert no_more_deaths(difference, ("matched-cohort",)).passed is passed
