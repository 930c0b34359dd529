"""A town that is laid out already, through every step on an engine by address; prints what it tells otherwise.

Nothing is closed: a program that ends so has to end.
"""

import json
import sys
from pathlib import Path

from both_ways import differences
from small_towns import opened, tables_of

if __name__ == "__main__":
    folder, seed, where = sys.argv[1:]
    records = opened(Path(folder), where)
    found = {"engine": records.engine.name, "differences": differences(records, tables_of(int(seed)))}
    print(json.dumps(found))
