"""How a stage's result is printed: as plain data for machines, or as its table and sentence for people."""

import json
from pathlib import Path
from typing import Any

from proventive.evaluation import Findings
from proventive.evidence import summary, table_as_text
from proventive.flow.running import Opened
from proventive.outturn import Outturn
from proventive.quantities import to_json
from proventive.valuation import Worth


def plain(result: object) -> Any:
    """A result as plain data."""
    if isinstance(result, Path):
        return {"pack": str(result)}
    return json.loads(to_json(result))


def lines(result: object) -> tuple[str, ...]:
    """A result as lines for a person."""
    match result:
        case Opened():
            return (*table_as_text(result.accounts), *result.set_aside)
        case Findings():
            return tuple(finding.sentence() for finding in result.findings) or ("Nothing was measured.",)
        case Worth():
            return (result.sentence(), *table_as_text(result.by_payer))
        case Outturn():
            return summary(result)
        case _:
            return (f"The pack: {result}",)
