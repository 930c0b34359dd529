"""Which area is this, and on which edition of the map?"""

from proventive.records.areas.reading import AreaFault, Areas, read_areas

__all__ = ["AreaFault", "Areas", "read_areas"]
