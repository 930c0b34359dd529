"""Periods as publications name them: their first and their last day."""

from datetime import date

import pytest

from proventive.engine import open_embedded
from proventive.engine.periods import period_reading

KNOWN = [
    ("month", "2024-02-14", date(2024, 2, 1), date(2024, 2, 29)),
    ("financial quarter", "Jan-Mar 2018", date(2018, 1, 1), date(2018, 3, 31)),
    ("financial quarter", "Feb-Apr 2018", None, None),
    ("financial year", "2018/19", date(2018, 4, 1), date(2019, 3, 31)),
    ("financial year", "2018/20", None, None),
    # Any week including 31 March 2014, 2015; the week including 30 March 2012; the week including 20 March 2013.
    ("census week", "2013/14", date(2014, 3, 25), date(2014, 3, 31)),
    ("census week", "2014/15", date(2015, 3, 25), date(2015, 3, 31)),
    ("census week", "2011/12", date(2012, 3, 25), date(2012, 3, 31)),
    ("census week", "2012/13", date(2013, 3, 18), date(2013, 3, 24)),
    ("census week", "2012-14", None, None),
]


@pytest.mark.parametrize(("reading", "text", "first", "last"), KNOWN)
def test_a_period_is_its_days(reading, text, first, last):
    engine = open_embedded(folders=[], threads=1)
    both = ", ".join(period_reading("said", reading, edge) for edge in ("first", "last"))
    assert engine.run(f"SELECT {both} FROM (SELECT '{text}' AS said)").fetchall() == [(first, last)]
    engine.close()
