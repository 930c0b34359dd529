"""Make names.csv from the source distribution of the PyPI package “names” 0.3.0: ``python make.py names-0.3.0``.

Its files are those of the United States Census of 1990, in the public domain. The tests hold the figures that were
drawn from these names, so that the two which are left out, by their rank, stay left out.
"""

import sys
from pathlib import Path

KEPT = {"family": ("dist.all.last", 5000), "female": ("dist.female.first", 900), "male": ("dist.male.first", 600)}
LEFT_OUT = {("female", 656), ("male", 230)}  # kind, rank

if __name__ == "__main__":
    lines = ["kind,name,per_100000"]
    for kind, (file, most) in KEPT.items():
        ranked = (Path(sys.argv[1]) / "names" / file).read_text().splitlines()[:most]
        for rank, line in enumerate(ranked, 1):
            name, share, *_ = line.split()
            if (kind, rank) not in LEFT_OUT:
                lines.append(f"{kind},{name.title()},{round(float(share) * 1000)}")
    (Path(__file__).parent / "names.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
