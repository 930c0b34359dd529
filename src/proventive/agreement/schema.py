"""The JSON Schema of an agreement document, for editors, from the same declaration that reads it.

It says what the form of a document is: keys, words and phrases. What a document contradicts, and what only reading
can tell (30 February, a financial year that does not follow its own first half), it lets pass.
"""

from decimal import Decimal
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from proventive.agreement.document import Agreement
from proventive.agreement.form import READER
from proventive.agreement.help import HELP
from proventive.agreement.nouns import NOT_WRITTEN
from proventive.reading.located import Plain


def agreement_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of an agreement document (https://json-schema.org/draft/2020-12)."""
    schema = READER.json_schema(schema_generator=FormOfNouns, by_alias=True, mode="validation")
    with_help(schema)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **schema,
        "title": "A Proventive agreement",
        "description": "What was promised, by whom, and what is paid for it.",
    }


class FormOfNouns(GenerateJsonSchema):
    """The rules of every noun: no unknown keys, exactly one of some, and nothing that only the reader fills in."""

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        noun = schema["cls"]
        form = super().dataclass_schema(schema)
        form["additionalProperties"] = False
        form.pop("description", None)
        if noun is Agreement:
            form["properties"] = {
                key: value for key, value in form["properties"].items() if key not in NOT_WRITTEN
            }
        one_of = getattr(noun, "exactly_one", ())
        if one_of:
            # A key that is left empty is left out.
            said = [{"required": [key], "properties": {key: {"not": {"type": "null"}}}} for key in one_of]
            form["oneOf"] = said
        return form


def with_help(schema: Any) -> None:
    """Say what each key means, and let a key that may be left out be left empty."""
    if isinstance(schema, list):
        for part in schema:
            with_help(part)
    if not isinstance(schema, dict):
        return
    help = HELP.get(str(schema.get("title")), {}) if "properties" in schema else {}
    required = schema.get("required", [])
    for key, (says, example) in help.items():
        form = schema["properties"].pop(key)
        form = {name: value for name, value in form.items() if name not in ("title", "default")}
        if key not in required and {"type": "null"} not in form.get("anyOf", []):
            form = {"anyOf": [form, {"type": "null"}]}
        schema["properties"][key] = {"description": f"{says[0].upper()}{says[1:]}. For example: {example}", **form}
    for part in schema.values():
        with_help(part)


def as_json(plain: Plain) -> Any:
    """A document as JSON sees it: a whole number as an integer, another as a float."""
    if isinstance(plain, dict):
        return {key: as_json(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [as_json(item) for item in plain]
    if isinstance(plain, Decimal):
        return int(plain) if plain == plain.to_integral_value() else float(plain)
    return plain
