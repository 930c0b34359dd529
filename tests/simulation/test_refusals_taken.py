"""People who refused and had the service are few among those compared with, even where many refuse."""

from refusals_taken import taken


def test_where_three_in_ten_refuse_hardly_any_pair_compares_with_one_of_them() -> None:
    found = taken(1, share=0.3, people=12_000)
    assert found.refused > 0.2 * (found.refused + found.pairs)
    assert found.pairs > 100
    assert found.taken <= 0.03 * found.pairs
