"""An area's monthly count before and after a service began, on its own or against other areas."""

from proventive.evaluation.designs.interrupted_time_series.design import (
    COMPARATIVE_INTERRUPTED_TIME_SERIES,
    INTERRUPTED_TIME_SERIES,
)

__all__ = ["COMPARATIVE_INTERRUPTED_TIME_SERIES", "INTERRUPTED_TIME_SERIES"]
