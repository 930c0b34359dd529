"""Who stands twice? 50,000 invented people, of whom one in twenty does: held against Splink on the same people.

Run: python benchmarks/duplicates.py [--people 50000] [--seeds 201 202 203]
Splink 5 (MIT) is no part of the project's environment: install it beside the project in one of your own.

Splink has its ready-made comparisons of names, with the frequency of each, of days of birth and of postcodes; u by
random sampling, m by expectation maximisation over two blocks. It has no list of nicknames, no rule on relatives.
Its precision and recall are told at the chance 0.8, from which a pair is proposed here, and where its F1 is best,
which nobody can know beforehand.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from measured import measured, worker

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "simulation"))
from people_twice import people_twice

CHANCE = 0.8
COMPARED = ("given_name", "family_name", "birth_date", "sex", "postcode")


def ours(people: int, seed: int) -> list[list]:
    from proventive.engine import open_embedded
    from proventive.records.identity import likely_pairs

    engine = open_embedded()
    pairs = likely_pairs(engine, people_twice(people, seed).people)
    engine.close()
    return [[*sorted((pair.one, pair.two)), pair.chance] for pair in pairs]


def splink(people: int, seed: int) -> list[list]:
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    known = people_twice(people, seed).people
    frame = pd.DataFrame({"unique_id": known["local_id"]} | {name: known[name] for name in COMPARED})
    frame = frame.replace({"": None}).replace({"sex": {"U": None}})
    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=2 * 0.05 / people,
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("family_name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("birth_date"),
            block_on("given_name", "family_name"),
            block_on("postcode", "given_name"),
            block_on("postcode", "family_name"),
            block_on("family_name", "substr(birth_date, 1, 4)"),
            block_on("given_name", "substr(birth_date, 1, 7)"),
        ],
    )
    linker = Linker(DuckDBAPI().register(frame), settings, log_level="ERROR")
    linker.training.estimate_u_using_random_sampling(max_pairs=5_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "family_name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    columns = (found["unique_id_l"], found["unique_id_r"], found["match_probability"])
    return [[*sorted((one, two)), chance] for one, two, chance in zip(*(c.tolist() for c in columns), strict=True)]


WORK = {"ours": ours, "splink": splink}


def judged(pairs: list[list], truth: frozenset, chance: float) -> tuple[float, float]:
    """Precision and recall of the pairs that are so likely."""
    found = {(one, two) for one, two, likely in pairs if likely >= chance}
    return len(found & truth) / max(len(found), 1), len(found & truth) / len(truth)


def at_its_best(pairs: list[list], truth: frozenset) -> float:
    """The chance from which F1 is largest."""
    ordered = sorted(pairs, key=lambda pair: -pair[2])
    right = np.cumsum([(one, two) in truth for one, two, _ in ordered])
    f1 = 2 * right / (np.arange(1, len(ordered) + 1) + len(truth))
    return float(ordered[int(f1.argmax())][2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[201, 202, 203])
    parser.add_argument("--worker", nargs=3)
    asked = parser.parse_args()
    if asked.worker:
        name, people, seed = asked.worker
        worker(lambda: WORK[name](int(people), int(seed)))
        return
    print("seed  which            from    precision  recall  CPU s  MB")
    for seed in asked.seeds:
        truth = people_twice(asked.people, seed).truth
        for name in WORK:
            done = measured(__file__, name, str(asked.people), str(seed))
            chances = [CHANCE] if name == "ours" else [CHANCE, at_its_best(done.result, truth)]
            for chance in chances:
                precision, recall = judged(done.result, truth, chance)
                print(
                    f"{seed}   {name:15}  {chance:.4f}  {precision:9.4f}  {recall:6.4f}",
                    f" {done.cpu:5.1f}  {done.peak:.0f}",
                )


if __name__ == "__main__":
    main()
