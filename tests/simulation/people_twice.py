"""A place whose people are known: some stand in its records twice, and others are only like each other.

Names are drawn as often as people bear them (``tests/data/names``). Of the second record of a person each field
may be other than of the first, by the shares in :data:`OTHERWISE`; they are assumed, and meant to be worse than
what a service sees. Relatives share what relatives share: couples and siblings the family name and the postcode,
twins the day of birth as well, fathers and sons the whole name.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

NAMES = Path(__file__).parent.parent / "data" / "names" / "names.csv"
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))
TWICE = 0.05  # of the people
RELATIVES = {"couples": 0.15, "siblings": 0.03, "twins": 0.01, "fathers and sons": 0.01}  # pairs, for each person
OTHERWISE = {
    "nickname": 0.15,  # of those whose name has one
    "given misspelled": 0.05,
    "initial": 0.02,
    "another given name": 0.01,
    "names turned": 0.005,
    "family misspelled": 0.05,
    "married name": 0.08,  # of women
    "double-barrelled": 0.01,
    "day and month turned": 0.015,
    "digit of birth": 0.025,
    "birth not known": 0.01,
    "moved": 0.25,
    "postcode misspelled": 0.02,
    "postcode not known": 0.03,
    "sex not known": 0.03,
    "another sex": 0.005,
}
# Diminutives as they are heard in Scotland and England, written down without a look at the list that ships.
CALLED = {
    "Margaret": "Peggy Maggie Meg Madge", "Elizabeth": "Betty Liz Lizzie Beth Elsie",
    "Catherine": "Kate Cathy Katie", "William": "Bill Billy Will", "James": "Jim Jimmy Jamie",
    "John": "Jack Johnny", "Robert": "Bob Rob Bobby Bert", "Alexander": "Alec Sandy Alex",
    "Thomas": "Tom Tommy", "Richard": "Dick Rick", "Charles": "Charlie Chuck", "Michael": "Mick Mike",
    "Patricia": "Pat Trish", "Barbara": "Babs Barb", "Dorothy": "Dot Dottie", "Susan": "Sue",
    "Helen": "Nell Ellen", "Mary": "Molly May", "Agnes": "Senga Nessie", "Edward": "Ted Eddie Ned",
    "Anne": "Nan", "Joseph": "Joe", "David": "Dave Davie", "Daniel": "Dan Danny", "Christopher": "Chris Kit",
    "Andrew": "Andy Drew", "Janet": "Jessie Jan", "Isabella": "Bella Isa", "Jennifer": "Jenny Jen",
    "Deborah": "Debbie Deb", "Joan": "Joanie", "Kenneth": "Ken Kenny", "Steven": "Steve",
    "Ronald": "Ron Ronnie", "Donald": "Don Donnie", "Pamela": "Pam", "Frances": "Fran Fanny",
    "Florence": "Flo Florrie", "Matthew": "Matt", "Anthony": "Tony", "Samuel": "Sam Sammy",
}  # fmt: skip


@dataclass(frozen=True)
class Twice:
    """Who is kept apart, and the pairs of local ids that are one person."""

    people: dict[str, np.ndarray]
    truth: frozenset[tuple[str, str]]


class Place:
    """People, one array a field."""

    def __init__(self, count: int, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.names = names()
        self.postcodes = postcodes(self.rng, max(20, count // 12))
        self.sex = self.rng.choice(np.array(["F", "M"], dtype=object), count, p=(0.58, 0.42))
        self.given = self.given_for(self.sex)
        self.family = self.drawn("family", count)
        self.birth = np.datetime64("1930-01-01") + self.rng.integers(0, 365 * 76, count)
        self.postcode = self.rng.choice(self.postcodes, count)

    def drawn(self, kind: str, count: int) -> np.ndarray:
        listed, share = self.names[kind]
        return self.rng.choice(listed, count, p=share)

    def given_for(self, sex: np.ndarray) -> np.ndarray:
        return np.where(sex == "F", self.drawn("female", len(sex)), self.drawn("male", len(sex)))

    def happens(self, what: str, count: int) -> np.ndarray:
        return self.rng.random(count) < OTHERWISE[what]


def people_twice(count: int, seed: int) -> Twice:
    """So many people, of whom one in twenty stands twice."""
    place = Place(count, seed)
    make_relatives(place, count)
    first = columns(place, np.arange(count))
    twice = place.rng.permutation(count)[: round(TWICE * count)]
    second = seen_otherwise(place, columns(place, twice))
    ids = np.array([f"{number:016x}" for number in place.rng.permutation(count + len(twice))], dtype=object)
    people = {name: np.concatenate([first[name], second[name]]) for name in first} | {"local_id": ids}
    truth = zip(ids[twice].tolist(), ids[count:].tolist(), strict=True)
    return Twice(people=people, truth=frozenset((min(pair), max(pair)) for pair in truth))


def make_relatives(place: Place, count: int) -> None:
    """Make pairs of people relatives; nobody is in two pairs."""
    left = place.rng.permutation(count)
    for kind, share in RELATIVES.items():
        pairs, left = left[: 2 * round(share * count)].reshape(2, -1), left[2 * round(share * count) :]
        one, two = pairs
        place.family[two], place.postcode[two] = place.family[one], place.postcode[one]
        if kind == "couples":
            place.sex[two] = np.where(place.sex[one] == "F", "M", "F")
        if kind == "twins":
            place.birth[two] = place.birth[one]
            alike = place.rng.random(len(one)) < 2 / 3
            place.sex[two] = np.where(alike, place.sex[one], place.sex[two])
        if kind == "siblings":
            place.birth[two] = place.birth[one] + place.rng.integers(330, 2200, len(one))
        place.given[two] = other_names(place, place.given[one], place.sex[two])
        if kind == "fathers and sons":
            place.sex[one] = place.sex[two] = "M"
            place.given[one] = place.given[two] = place.drawn("male", len(one))
            place.birth[two] = place.birth[one] + place.rng.integers(7300, 14600, len(one))


def other_names(place: Place, names: np.ndarray, sex: np.ndarray) -> np.ndarray:
    """Given names that are not those: no two children of a family are called alike."""
    drawn = place.given_for(sex)
    while (same := drawn == names).any():
        drawn[same] = place.given_for(sex[same])
    return drawn


def columns(place: Place, who: np.ndarray) -> dict[str, np.ndarray]:
    """How people are kept apart when all is right; six in ten under a CHI number, the others under an own id."""
    birth = place.birth[who].astype("datetime64[D]").astype(str).astype(object)
    numbered = place.rng.random(len(who)) < 0.6
    digits = place.rng.integers(0, 10_000, len(who))
    chi = [f"{day[8:10]}{day[5:7]}{day[2:4]}{last:04}" for day, last in zip(birth, digits, strict=True)]
    own = [f"client {number}" for number in place.rng.permutation(len(who))]
    return {
        "local_id": np.full(len(who), "", dtype=object),
        "kind": np.where(numbered, "CHI", "own").astype(object),
        "identifier": np.where(numbered, np.array(chi, dtype=object), np.array(own, dtype=object)),
        "given_name": place.given[who],
        "family_name": place.family[who],
        "birth_date": birth,
        "sex": place.sex[who],
        "postcode": place.postcode[who],
    }


def seen_otherwise(place: Place, them: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The second record of people, under an id of the body's own, with what may be other about it."""
    count = len(them["sex"])
    seen = {name: values.copy() for name, values in them.items()}
    seen["kind"] = np.full(count, "own", dtype=object)
    seen["identifier"] = np.array([f"again {number}" for number in range(count)], dtype=object)

    def change(name: str, what: str, how) -> None:
        rows = np.flatnonzero(place.happens(what, count))
        seen[name][rows] = [how(seen[name][row]) for row in rows]

    change("given_name", "nickname", lambda name: called(place.rng, name))
    change("given_name", "given misspelled", lambda name: misspelled(place.rng, name))
    change("given_name", "initial", lambda name: name[0])
    change("family_name", "family misspelled", lambda name: misspelled(place.rng, name))
    change("family_name", "double-barrelled", lambda name: f"{name}-{place.drawn('family', 1)[0]}")
    change("birth_date", "day and month turned", turned)
    change("birth_date", "digit of birth", lambda day: another_digit(place.rng, day))
    change("birth_date", "birth not known", lambda _: "")
    change("postcode", "postcode misspelled", lambda code: another_digit(place.rng, code))
    change("postcode", "postcode not known", lambda _: "")
    change("sex", "sex not known", lambda _: "U")
    change("sex", "another sex", lambda sex: "M" if sex == "F" else "F")
    other = place.happens("another given name", count)
    seen["given_name"][other] = place.given_for(them["sex"][other])
    married = place.happens("married name", count) & (them["sex"] == "F")
    seen["family_name"][married] = place.drawn("family", int(married.sum()))
    moved = place.happens("moved", count)
    seen["postcode"][moved] = place.rng.choice(place.postcodes, int(moved.sum()))
    turn = place.happens("names turned", count)
    given, family = seen["given_name"].copy(), seen["family_name"].copy()
    seen["given_name"][turn], seen["family_name"][turn] = family[turn], given[turn]
    return seen


def called(rng: np.random.Generator, name: str) -> str:
    return str(rng.choice(CALLED[name].split())) if name in CALLED else name


def misspelled(rng: np.random.Generator, name: str) -> str:
    """One letter is another, is left out, is doubled, or changes places with the next."""
    if len(name) < 3:
        return name
    at, letters = int(rng.integers(1, len(name) - 1)), list(name)
    how = rng.integers(4)
    if how == 0:
        letters[at] = str(rng.choice(LETTERS))
    elif how == 1:
        del letters[at]
    elif how == 2:
        letters.insert(at, letters[at])
    else:
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def another_digit(rng: np.random.Generator, text: str) -> str:
    """One digit is another one; of a date, as long as that is a day that exists."""
    places = [place for place, sign in enumerate(text) if sign.isdigit() and (place > 1 or "-" not in text)]
    for _ in range(20):
        place = int(rng.choice(places)) if places else 0
        changed = text[:place] + str(rng.integers(10)) + text[place + 1 :]
        try:
            if changed != text and ("-" not in text or np.datetime64(changed)):
                return changed
        except ValueError:
            continue
    return text


def turned(day: str) -> str:
    """Day and month in each other's place, where the day can be a month."""
    return f"{day[:4]}-{day[8:10]}-{day[5:7]}" if day[8:10] <= "12" else day


def postcodes(rng: np.random.Generator, count: int) -> np.ndarray:
    """Postcodes of thirty districts of an area that does not exist."""
    pairs = [a + b for a in "ABDEFGHJLN" for b in "PQRSTUWXYZ"]
    made = {f"ZZ{rng.integers(1, 31)} {rng.integers(1, 10)}{rng.choice(pairs)}" for _ in range(count)}
    return np.array(sorted(made), dtype=object)


def names() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Names of each kind, and how often people bear them."""
    with NAMES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for kind in ("family", "female", "male"):
        listed = [(row["name"], float(row["per_100000"])) for row in rows if row["kind"] == kind]
        share = np.array([often for _, often in listed])
        found[kind] = (np.array([name for name, _ in listed], dtype=object), share / share.sum())
    return found
