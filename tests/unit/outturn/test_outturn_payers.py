"""Who pays which part of what is owed, to the penny."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strathearn_case import agreement, pounds, share

from proventive.agreement.document import Party
from proventive.outturn.payers import allocate, payer_shares
from proventive.quantities import Unknown


def test_the_health_board_pays_60_and_the_council_40_percent():
    shares = payer_shares(agreement())
    assert [(party.id, part) for party, part in shares] == [
        ("GB-BOARD", Decimal("0.6")),
        ("GB-COUNCIL", Decimal("0.4")),
    ]
    assert allocate(pounds("330960.00"), [part for _, part in shares]) == (
        pounds("198576.00"),
        pounds("132384.00"),
    )


@pytest.mark.parametrize(
    ("owed", "shares", "parts"),
    [
        ("0.01", ["0.5", "0.5"], ["0.01", "0.00"]),  # the odd penny goes to the earlier payer
        ("100.00", ["0.333", "0.333", "0.334"], ["33.30", "33.30", "33.40"]),
        ("0.10", ["0.25", "0.35", "0.40"], ["0.03", "0.03", "0.04"]),  # 2.5, 3.5 and 4 pence
        ("-0.01", ["0.5", "0.5"], ["-0.01", "0.00"]),
    ],
)
def test_pence_left_over_go_to_those_who_lost_most(owed, shares, parts):
    split = allocate(pounds(owed), [Decimal(part) for part in shares])
    assert [part.amount for part in split] == [Decimal(part) for part in parts]


@given(
    st.decimals("-1000000", "1000000", places=2),
    st.lists(st.integers(1, 1000), min_size=1, max_size=6),
)
def test_the_parts_add_up_to_the_whole_and_no_part_is_a_penny_off(owed, weights):
    whole = Decimal(sum(weights))
    shares = [Decimal(weight) / whole for weight in weights[:-1]]
    shares.append(1 - sum(shares, Decimal(0)))
    parts = allocate(pounds(owed), shares)
    assert sum(part.amount for part in parts) == owed
    assert all(
        abs(part.amount - owed * taken) < Decimal("0.01") for part, taken in zip(parts, shares, strict=True)
    )


def test_one_payer_who_names_no_share_bears_the_whole():
    alone = agreement(parties=(Party(id="GB-BOARD", name="A health board", roles=("pays",)),))
    assert [part for _, part in payer_shares(alone)] == [Decimal(1)]


@pytest.mark.parametrize(
    "parties",
    [
        (),
        (
            Party(id="a", name="A", roles=("pays",), share=share("0.6")),
            Party(id="b", name="B", roles=("pays",)),
        ),
        (
            Party(id="a", name="A", roles=("pays",), share=share("0.6")),
            Party(id="b", name="B", roles=("pays",), share=share("0.3")),
        ),
    ],
)
def test_a_division_that_the_agreement_does_not_say_is_not_guessed(parties):
    assert isinstance(payer_shares(agreement(parties=parties)), Unknown)
