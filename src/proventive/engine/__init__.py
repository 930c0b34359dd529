"""Where is it computed?

An engine holds the record tables and runs named steps over them: ``engine/sql/<chapter>/<step>.sql``, one SELECT
each. How a step is written stands in :mod:`proventive.engine.steps`; what a result is made of, in
:class:`Engine`; how a table is named by its content, in :mod:`proventive.engine.content_hash`.
"""

from proventive.engine.declared import ColumnType, DeclaredColumn, DeclaredTable
from proventive.engine.interface import Columns, Engine, Part
from proventive.engine.opening import Where, open_embedded, open_engine

__all__ = [
    "ColumnType",
    "Columns",
    "DeclaredColumn",
    "DeclaredTable",
    "Engine",
    "Part",
    "Where",
    "open_embedded",
    "open_engine",
]
