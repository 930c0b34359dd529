"""Synthetic control and synthetic difference-in-differences on the data of their papers.

California Proposition 99: Abadie, Diamond and Hainmueller (2010), Arkhangelsky and others (2021); -27.35 and
-15.60 as the Stata command sdid prints them (carlos-mendez.org/post/stata_sdid). The Basque Country: Abadie and
Gardeazabal (2003), who give Catalonia 0.8508 and Madrid 0.1492. West Germany: Abadie, Diamond and Hainmueller
(2015), with the weights and the effect that pysyncon holds for it (sdfordham/pysyncon at 156bd2c,
tests/test_synth_germany.py). The table of the Basque Country is what the R package Synth prints for the example of
Abadie, Diamond and Hainmueller (2011), Journal of Statistical Software 42(13).
"""

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from proventive.evaluation.methods.did import changes_of, two_groups
from proventive.evaluation.methods.synthetic_control import (
    leave_one_out,
    placebo_error,
    placebos_in_space,
    synthetic_control,
    synthetic_difference_in_differences,
    with_importance,
    with_predictors,
)

DATA = Path(__file__).parent.parent / "data" / "synthetic-control"
BEFORE = 19


@pytest.fixture(scope="module")
def smoking():
    """Packs a head: years by states, California first."""
    with (DATA / "california_prop99.csv").open() as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    cells = {(int(row["Year"]), row["State"]): float(row["PacksPerCapita"]) for row in rows}
    states = ["California", *sorted({state for _, state in cells} - {"California"})]
    years = sorted({year for year, _ in cells})
    assert (len(years), len(states)) == (31, 39)
    return states[1:], years, np.array([[cells[year, state] for state in states] for year in years])


def test_difference_in_differences(smoking):
    _, _, packs = smoking
    found = two_groups(changes_of(packs, BEFORE), np.arange(packs.shape[1]) == 0)
    assert found.value == pytest.approx(-27.349111, abs=5e-7)
    assert found.degrees_of_freedom == 37


def test_synthetic_control_is_the_optimum(smoking):
    states, _, packs = smoking
    fitted = synthetic_control(packs[:, 0], packs[:, 1:], BEFORE)
    assert fitted.gap < 1e-8
    weights = {state: round(float(weight), 3) for state, weight in zip(states, fitted.weights, strict=True)}
    assert {state: weight for state, weight in weights.items() if weight} == {
        "Colorado": 0.015,
        "Connecticut": 0.109,
        "Montana": 0.232,
        "Nevada": 0.205,
        "New Hampshire": 0.045,
        "Utah": 0.394,
    }
    assert fitted.effect == pytest.approx(-19.5137, abs=1e-4)  # other solvers stop a little short of the optimum


def test_the_optimum_in_exact_arithmetic(smoking):
    """The same face of the simplex solved in fractions: -19.51363, and no weight elsewhere would gain."""
    _, _, packs = smoking
    fitted = synthetic_control(packs[:, 0], packs[:, 1:], BEFORE)
    support = [place for place, weight in enumerate(fitted.weights) if weight > 1e-9]
    exact = [[Fraction(str(value)) for value in row] for row in packs]
    own, donors = [row[0] for row in exact], [row[1:] for row in exact]

    def product(one, other):
        return sum((one(year) * other(year) for year in range(BEFORE)), Fraction(0))

    columns = {place: (lambda year, place=place: donors[year][place]) for place in range(38)}
    system = [[product(columns[a], columns[b]) for b in support] + [Fraction(1)] for a in support]
    system.append([Fraction(1)] * len(support) + [Fraction(0)])
    right = [product(columns[a], lambda year: own[year]) for a in support] + [Fraction(1)]
    solved = solve(system, right)
    weights, multiplier = solved[:-1], solved[-1]
    assert all(weight > 0 for weight in weights)

    def left(year):
        return sum((w * donors[year][p] for w, p in zip(weights, support, strict=True)), Fraction(0)) - own[year]

    assert all(product(columns[place], left) + multiplier >= 0 for place in range(38))
    effect = float(sum((-left(year) for year in range(BEFORE, 31)), Fraction(0)) / 12)
    assert fitted.effect == pytest.approx(effect, abs=1e-9)
    assert effect == pytest.approx(-19.51363, abs=5e-6)


def solve(system, right):
    """Gauss elimination in fractions."""
    rows = [[*row, value] for row, value in zip(system, right, strict=True)]
    for place in range(len(rows)):
        pivot = next(row for row in range(place, len(rows)) if rows[row][place] != 0)
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for row in range(len(rows)):
            if row != place:
                factor = rows[row][place]
                rows[row] = [value - factor * top for value, top in zip(rows[row], rows[place], strict=True)]
    return [row[-1] for row in rows]


def test_synthetic_difference_in_differences(smoking):
    _, years, packs = smoking
    fitted = synthetic_difference_in_differences(packs[:, 0], packs[:, 1:], BEFORE)
    assert fitted.effect == pytest.approx(-15.6054, abs=5e-5)
    assert fitted.zeta == pytest.approx(10.22623, abs=5e-6)
    assert fitted.gap < 1e-8
    weights = dict(zip(years, fitted.time_weights.round(3).tolist(), strict=False))
    assert {year: weight for year, weight in weights.items() if weight} == {1986: 0.366, 1987: 0.206, 1988: 0.427}


def test_placebos_of_california(smoking):
    """Outcomes only: third of 39. With the covariates of the paper it is first; they are not held."""
    _, _, packs = smoking
    placebos = placebos_in_space(packs[:, 0], packs[:, 1:], BEFORE)
    assert (placebos.rank, placebos.p_value) == (3, pytest.approx(3 / 39))
    assert len(leave_one_out(packs[:, 0], packs[:, 1:], BEFORE).effects) == 6


def test_with_one_area_every_donor_stands_in_once_and_nothing_is_drawn(smoking):
    _, _, packs = smoking
    donors = packs[:, 1:]
    effects = [
        synthetic_difference_in_differences(donors[:, unit], np.delete(donors, unit, axis=1), BEFORE).effect
        for unit in range(donors.shape[1])
    ]
    assert placebo_error(donors, BEFORE, seed=1) == placebo_error(donors, BEFORE, seed=2)
    assert placebo_error(donors, BEFORE, seed=1) == pytest.approx(np.std(effects))


def test_placebo_errors_of_california(smoking):
    """Every donor stands in once: no draw, so not to the digit what is published from donors drawn by lot.

    For the difference-in-differences the error is known in closed form, as the pooled one of two groups.
    """
    _, _, packs = smoking
    donors = packs[:, 1:]
    alone = [np.arange(donors.shape[1]) == unit for unit in range(donors.shape[1])]
    differences = [two_groups(changes_of(donors, BEFORE), one).value for one in alone]
    controls = [
        synthetic_control(donors[:, unit], np.delete(donors, unit, axis=1), BEFORE).effect
        for unit in range(donors.shape[1])
    ]
    errors = np.std(differences), np.std(controls), placebo_error(donors, BEFORE, seed=1)
    assert [round(float(error), 1) for error in errors] == [17.3, 10.6, 9.4]
    changes = changes_of(donors, BEFORE)
    assert errors[0] == pytest.approx(changes.std() * 38 / 37)


AVERAGED = {
    **dict.fromkeys(
        ("school.illit", "school.prim", "school.med", "school.high", "school.post.high"), range(1964, 1970)
    ),
    "invest": range(1964, 1970),
    "gdpcap": range(1960, 1970),
    **dict.fromkeys(
        (
            "sec.agriculture",
            "sec.energy",
            "sec.industry",
            "sec.construction",
            "sec.services.venta",
            "sec.services.nonventa",
        ),
        range(1961, 1970, 2),
    ),
    "popdens": [1969],
}


BASQUE_TABLE = """
39.888 256.337 170.786
1031.742 2730.105 1127.186
90.359 223.340 76.260
25.728 63.437 24.235
13.480 36.153 13.478
24.647 21.583 21.424
5.285 5.271 3.581
6.844 6.179 21.353
4.106 2.760 5.310
45.082 37.636 22.425
6.150 6.952 7.276
33.754 41.104 36.528
4.072 5.371 7.111
246.890 196.283 99.414
"""
BASQUE_IMPORTANCE = """
0.02773094 1.194e-07 1.60609e-05 0.0007163836 1.486e-07 0.002423908 0.0587055 0.2651997 0.02851006 0.291276
0.007994382 0.004053188 0.009398579 0.303975
"""


@pytest.fixture(scope="module")
def basque():
    """Regions, the Basque Country first; their predictors; their income by year, 1955 to 1997."""
    with (DATA / "basque.csv").open() as file:
        rows = list(csv.DictReader(file))
    cells = {(row["regionname"], int(float(row["year"]))): row for row in rows}
    country, spain = "Basque Country (Pais Vasco)", "Spain (Espana)"
    regions = [country, *sorted({region for region, _ in cells} - {country, spain})]
    assert len(regions) == 17

    def mean(region, name, years):
        values = [
            float(cells[region, year][name]) for year in years if cells[region, year][name] not in ("", "NA")
        ]
        return np.mean(values)

    predictors = np.array([[mean(region, name, years) for region in regions] for name, years in AVERAGED.items()])
    income = np.array([[mean(region, "gdpcap", [year]) for region in regions] for year in range(1955, 1998)])
    return regions, predictors, income


def test_the_basque_country_on_its_predictors(basque):
    regions, predictors, income = basque
    before = income[5:15]
    found = with_predictors(predictors[:, 0], predictors[:, 1:], before[:, 0], before[:, 1:])
    weights = {
        region: round(float(w), 4) for region, w in zip(regions[1:], found.weights, strict=True) if w > 5e-5
    }
    assert weights == {"Cataluna": 0.8508, "Madrid (Comunidad De)": 0.1492}
    assert round(found.mean_squared_error, 6) == 0.008865
    assert found.mean_squared_error <= 0.008864606  # no worse than the search of Synth


def test_the_basque_country_as_synth_prints_it(basque):
    """At the importance that Synth found: weights to its six digits, the table of predictors, the first gaps."""
    regions, predictors, income = basque
    weights = with_importance(
        predictors[:, 0], predictors[:, 1:], np.array(BASQUE_IMPORTANCE.split(), dtype=float)
    )
    told = {region: float(w) for region, w in zip(regions[1:], weights, strict=True) if w > 1e-6}
    assert told == pytest.approx({"Cataluna": 0.8508145, "Madrid (Comunidad De)": 0.1491843}, abs=2e-6)
    printed = np.array([line.split() for line in BASQUE_TABLE.split("\n") if line], dtype=float)
    table = np.column_stack([predictors[:, 0], predictors[:, 1:] @ weights, predictors[:, 1:].mean(axis=1)])
    np.testing.assert_allclose(table[:, [0, 2]], printed[:, [0, 2]], rtol=0, atol=5.01e-4)
    np.testing.assert_allclose(table[:, 1], printed[:, 1], rtol=0, atol=2.1e-3)  # Synth stops at a weight of 1e-6
    gaps = income[:3, 0] - income[:3, 1:] @ weights
    assert gaps == pytest.approx([0.15023473, 0.09168035, 0.03716475], abs=1e-5)


DECADES = {
    "earlier": {"industry": range(1971, 1981), "schooling": (1970, 1975), "invest70": (1980,)},
    "later": {"industry": range(1981, 1991), "schooling": (1980, 1985), "invest80": (1980,)},
}
EVERY_YEAR = ("gdp", "trade", "infrate")


def test_west_germany_with_importance_found_in_an_earlier_decade():
    """Importance from predictors of 1971-80 and income of 1981-90; weights on predictors of 1981-90."""
    with (DATA / "germany.csv").open() as file:
        rows = list(csv.DictReader(file))
    cells = {(row["country"], int(row["year"])): row for row in rows}
    countries = ["West Germany", *sorted({country for country, _ in cells} - {"West Germany"})]
    assert len(countries) == 17

    def mean(country, name, years):
        return np.mean([float(cells[country, year][name]) for year in years if cells[country, year][name]])

    predictors = {}
    for decade, chosen in DECADES.items():
        named = dict.fromkeys(EVERY_YEAR, chosen["industry"]) | chosen
        predictors[decade] = np.array(
            [[mean(country, name, years) for country in countries] for name, years in named.items()]
        )
    income = np.array(
        [[float(cells[country, year]["gdp"]) for country in countries] for year in range(1960, 2004)]
    )
    earlier, later, fitted_on = predictors["earlier"], predictors["later"], income[21:31]
    found = with_predictors(earlier[:, 0], earlier[:, 1:], fitted_on[:, 0], fitted_on[:, 1:])
    weights = with_importance(later[:, 0], later[:, 1:], found.importance)
    told = {country: float(w) for country, w in zip(countries[1:], weights, strict=True) if w > 5e-4}
    published = {
        "Austria": 0.414522077,
        "Japan": 0.163161172,
        "Netherlands": 0.09841208,
        "Switzerland": 0.107654851,
        "USA": 0.21624982,
    }
    assert told == pytest.approx(published, abs=0.0025)  # the search for the importance ends a little apart
    gaps = income[:, 0] - income[:, 1:] @ weights
    assert gaps[30:].mean() == pytest.approx(-1555.1346777620479, rel=1e-3)  # 1990 to 2003
