"""The matched cohort against its rivals where people join on recent use and nothing works.

The earlier table that is made again: results.md part A section 16, and docs/decisions/0005 (bias as per
cent of what comparators use, coverage of the 95 % interval). Row D is the library's default. Seeds were fixed
beforehand.
"""

import numpy as np
import pytest
from joining_worlds import WORLDS, live
from matched_designs_compared import DESIGNS, EARLIER, LAST_3, PRIOR_9, Cell, candidates, estimated, table

UNMATCHED, A, B, C, D, E = DESIGNS
COUNT, DRIFT, HIDDEN, HEALTHY = (world.name for world in WORLDS)
EARLIER_TABLE = {  # bias in each world, as printed
    UNMATCHED: (-413, -417, -377, -405),
    A: (0, +16, +15, -16),
    B: (0, 0, +16, -17),
    C: (+8, +12, +30, -16),
    D: (0, -1, -1, +1),
    E: (0, 0, +11, -11),
}
Cells = dict[tuple[str, str], Cell]


@pytest.fixture(scope="module")
def few() -> Cells:
    return table(8)


def unbiased(cell: Cell) -> bool:
    return abs(cell.bias) < 3 * cell.error


@pytest.mark.parametrize("world", [COUNT, DRIFT, HIDDEN, HEALTHY])
def test_the_default_is_unbiased_in_every_world(few: Cells, world: str) -> None:
    assert unbiased(few[D, world])
    assert few[D, world].error < 5


@pytest.mark.parametrize("world", [COUNT, DRIFT, HIDDEN, HEALTHY])
def test_without_matching_the_fall_is_larger_than_all_use(few: Cells, world: str) -> None:
    assert few[UNMATCHED, world].bias < -200
    assert few[UNMATCHED, world].covered == 0


def test_comparing_follow_up_alone_errs_only_where_need_is_hidden(few: Cells) -> None:
    assert unbiased(few[B, COUNT]) and unbiased(few[B, DRIFT])
    assert few[B, HIDDEN].bias > 3 * few[B, HIDDEN].error
    assert few[B, HEALTHY].bias < -3 * few[B, HEALTHY].error


def test_a_year_that_was_matched_on_takes_nothing_out(few: Cells) -> None:
    assert few[A, DRIFT].bias > 3 * few[A, DRIFT].error  # the last months tell more than the total
    assert few[E, HIDDEN].bias > 2 * few[E, HIDDEN].error


def test_choosing_people_who_never_join_shows_harm_where_there_is_none(few: Cells) -> None:
    assert few[C, HIDDEN].bias > few[B, HIDDEN].bias + 5


def test_candidates_are_alive_alike_and_not_yet_joined() -> None:
    lives = live(WORLDS[1], np.random.default_rng(1))
    own, other = candidates(lives, (LAST_3, PRIOR_9))
    month = lives.joins[own]
    assert (lives.joins[other] > month).all()
    assert (lives.dies[other] > month).all()
    assert ((lives.age[own] + month) // 60 == (lives.age[other] + month) // 60).all()
    for person, comparator, at in list(zip(own, other, month, strict=True))[:500]:
        recent = [int(lives.use[one, at - 3 : at].sum()) for one in (person, comparator)]
        assert abs(recent[0] - recent[1]) * 5 <= recent[0]


def test_a_service_that_works_is_found() -> None:
    """The table can tell: where joining halves use, the default finds most of it.

    Not all: comparators who join later have less use too, and the answer is joining now against joining later.
    """
    lives = live(WORLDS[0], np.random.default_rng(2))
    after = np.arange(lives.use.shape[1])[None, :] >= lives.joins[:, None]
    lives.use[after] = np.random.default_rng(3).binomial(lives.use[after], 0.5)
    relative = estimated(lives, (LAST_3, PRIOR_9), earlier=EARLIER).main.relative
    assert relative is not None and not relative.covers(0.0)
    assert 0.3 < relative.value < 0.5


@pytest.mark.full
def test_the_whole_table() -> None:
    cells = table(200)
    for name, row in EARLIER_TABLE.items():
        for world, printed in zip(WORLDS, row, strict=True):
            cell = cells[name, world.name]
            if name == UNMATCHED:
                assert cell.bias < -250
            elif printed in (0, 1, -1):
                assert abs(cell.bias) < 3 * cell.error + 0.5
                assert cell.covered > 0.90
            else:
                assert np.sign(cell.bias) == np.sign(printed)
                assert abs(cell.bias) > 4
                assert cell.covered < 0.93
