"""People kept apart in tests, without an import."""

from proventive.engine import open_embedded
from proventive.records.identity import keep


def keep_people(identities, *people):
    engine = open_embedded()
    try:
        keep(engine, identities, people)
    finally:
        engine.close()
