"""The JSON Schema of ``finding.json``, from the declaration that reads it."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from proventive.evaluation.handing_over.reading import READER


def finding_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a finding that is handed over (https://json-schema.org/draft/2020-12)."""
    schema = READER.json_schema(mode="validation")
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **schema,
        "title": "A finding, handed over",
        "description": "Aggregates only: what was found under which plan, with what, and what was withheld.",
    }
