"""Make names.csv from the source distribution of the PyPI package “names” 0.3.0: ``python make.py names-0.3.0``.

Its files are those of the United States Census of 1990, in the public domain.
"""

import sys
from pathlib import Path

KEPT = {"family": ("dist.all.last", 5000), "female": ("dist.female.first", 900), "male": ("dist.male.first", 600)}

if __name__ == "__main__":
    lines = ["kind,name,per_100000"]
    for kind, (file, most) in KEPT.items():
        for line in (Path(sys.argv[1]) / "names" / file).read_text().splitlines()[:most]:
            name, share, *_ = line.split()
            lines.append(f"{kind},{name.title()},{round(float(share) * 1000)}")
    (Path(__file__).parent / "names.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
