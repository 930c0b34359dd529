"""How a noun is written in a document: hooks by which pydantic reads text into it, writes it and describes it.

Each hook is metadata of an annotation, ``Annotated[Decimal, SHARE]``, and serves three ends from one declaration:
reading, writing back in the same words, and the JSON Schema. The types seen by Python stay the plain ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

JsonSchema = dict[str, Any]


class Hint(ValueError):
    """A reason, in plain words, why a phrase cannot be read."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Phrase:
    """A value written as a word, a number or a short phrase.

    ``read`` takes what the document says and raises ValueError (a Hint, where there is more to say than how it is
    written); ``write`` gives the one canonical way to write it.
    """

    code: str  # of the fault: "not-a-share"
    wanted: str  # "a share"
    example: str  # "15%"
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    schema: JsonSchema

    def validate(self, value: Any) -> Any:
        try:
            return self.read(value)
        except ValueError as error:
            hint = str(error) if isinstance(error, Hint) else ""
            context = {"code": self.code, "wanted": self.wanted, "example": self.example, "hint": hint}
            raise PydanticCustomError("phrase", "not written as {wanted}", context) from error

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.validate, serialization=core_schema.plain_serializer_function_ser_schema(self.write)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return dict(self.schema)


class OneOrMore:
    """A list that may be written as a single value where there is one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


def as_list(value: Any) -> Any:
    """A single word, number or mapping as a list of one."""
    return value if isinstance(value, list | tuple) or value is None else [value]


@dataclass(frozen=True, kw_only=True, eq=False)
class AsMapping:
    """A noun of the ground, whose fields are written as these phrases."""

    noun: type
    required: Mapping[str, Any]
    optional: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def field(hint: Any, required: bool) -> core_schema.TypedDictField:
            return core_schema.typed_dict_field(handler.generate_schema(hint), required=required)

        fields = {name: field(hint, True) for name, hint in self.required.items()}
        fields |= {name: field(hint, False) for name, hint in self.optional.items()}
        written = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        made = core_schema.no_info_after_validator_function(self.make, written)
        made["serialization"] = core_schema.plain_serializer_function_ser_schema(self.write)
        return made

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {**handler(schema), "title": self.noun.__name__}

    def make(self, fields: dict[str, Any]) -> Any:
        return self.noun(**fields)

    def write(self, noun: Any) -> dict[str, Any]:
        hints = {**self.required, **self.optional}
        values = {name: getattr(noun, name) for name in hints}
        return {
            name: write_as(hints[name], value)
            for name, value in values.items()
            if name in self.required or value not in (None, "")
        }


def write_as(hint: Any, value: Any) -> Any:
    """A value as the phrase of its annotation writes it."""
    phrase: Phrase = hint.__metadata__[0]
    return phrase.write(value)


@dataclass(frozen=True, kw_only=True, eq=False)
class OneOrLevels:
    """A value written as one phrase, or as a mapping at three levels."""

    one: Any  # an annotation
    levels: AsMapping

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        one = handler.generate_schema(self.one)
        levels = self.levels.__get_pydantic_core_schema__(self.levels.noun, handler)
        return core_schema.tagged_union_schema(
            {"<one>": one, "<levels>": levels},
            discriminator=lambda value: "<levels>" if isinstance(value, dict | self.levels.noun) else "<one>",
            serialization=core_schema.plain_serializer_function_ser_schema(self.write),
        )

    def write(self, value: Any) -> Any:
        return self.levels.write(value) if is_dataclass(value) else write_as(self.one, value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Kinds:
    """A noun of several kinds, told apart by the one key that only that kind has."""

    what: str  # "payment term"
    telling: Mapping[type, tuple[str, ...]]

    def kind_of(self, value: Any) -> str | None:
        """The tag of the kind; None where no telling key is there, or the keys of two kinds are."""
        if not isinstance(value, dict):
            return f"<{type(value).__name__}>" if type(value) in self.telling else None
        kinds = [kind for kind, keys in self.telling.items() if any(key in value for key in keys)]
        return f"<{kinds[0].__name__}>" if len(kinds) == 1 else None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.tagged_union_schema(
            {f"<{kind.__name__}>": handler.generate_schema(kind) for kind in self.telling},
            discriminator=self.kind_of,
        )
