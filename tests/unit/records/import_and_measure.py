"""Imports a sheet of so many different people into a new store, and prints the most megabytes that it took."""

import sys
from pathlib import Path

from proventive.records.importing import import_files

MAPPING = """\
proventive_mapping: 1
name: contacts
headings: [Client ID, Date of visit, Minutes]
tables:
  - table: contacts
    columns:
      person_id: {heading: Client ID, identifier: own}
      agreement: {value: falls}
      on_date: {heading: Date of visit, dates: day first}
      kind: {value: phone}
      minutes: {heading: Minutes}
"""


def peak() -> int:
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024


def main(folder: Path, people: int) -> None:
    store = folder / "place" / "records" / "hub"
    store.mkdir(parents=True)
    (store / "store.yaml").write_text("body: hub\nname: The hub\nid_space: hub-1\n", encoding="utf-8")
    mapping, file = folder / "mapping.yaml", folder / "sent.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    with file.open("w", encoding="utf-8", newline="") as sent:
        sent.write("Client ID,Date of visit,Minutes\r\n")
        for number in range(people):
            sent.write(f"C{number:07},{number % 28 + 1:02}/05/2025,{'x' if number % 100 == 0 else 30}\r\n")
    [account] = import_files([file], store=store, mapping=mapping).accounts
    print(account.rows, account.accepted, peak())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
