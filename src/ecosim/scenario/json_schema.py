"""JSON Schema (draft 2020-12) of scenario files, fit for editors with a YAML language server.

An editor sees one file, while a file may leave to the one it extends whatever that says: so keys
are required only of files that extend none, and only at the top. Loading checks the rest.
"""

from __future__ import annotations

from typing import Any

from ecosim.scenario.document import ScenarioBase

_SOURCE: dict[str, Any] = {
    "description": "where the numbers come from: a text that holds for everything in here, or a text by key; "
    "a text that begins with 'assumed' marks numbers without a source",
    "anyOf": [{"type": "string", "minLength": 1}, {"type": "object", "additionalProperties": {"type": "string"}}],
}
_EXTENDS: dict[str, Any] = {
    "description": "one scenario file, relative to this one, that this one changes; null deletes an inherited entry",
    "type": "string",
    "examples": ["novosibirsk.yaml"],
}
_DECLARED = ("unit", "plausible", "source", "flow")


def json_schema(document: type[ScenarioBase]) -> dict[str, Any]:
    """Return the JSON Schema of the files of one document class.

    Each description ends with unit, range, plausible range and source of the number, which editors
    show on completion.
    """
    schema = _adapted(document.model_json_schema(by_alias=True))
    required = [info.alias or name for name, info in document.model_fields.items() if info.is_required()]
    schema["properties"]["extends"] = _EXTENDS
    schema["properties"]["more_events"] = schema["properties"]["events"] | {
        "description": "dated changes beside those of the file that this one extends"
    }
    schema["$defs"]["source"] = _SOURCE
    schema |= {"if": {"required": ["extends"]}, "else": {"required": required}}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _adapted(part: Any) -> Any:
    """Return one part of a schema with what a file may say beyond the document class."""
    if isinstance(part, list):
        return [_adapted(below) for below in part]
    if not isinstance(part, dict):
        return part
    # A mapping under one of these words is the schema of a key of that name, such as money.unit.
    said = {key: part[key] for key in _DECLARED if key in part and not isinstance(part[key], dict)}
    adapted = {key: _adapted(below) for key, below in part.items() if key not in said}
    if part.get("type") == "object":
        _open_mapping(adapted)
    if said:
        adapted["description"] = _described(part, said)
    return adapted


def _open_mapping(part: dict[str, Any]) -> None:
    """Let a mapping carry ``source``, leave keys out, and delete inherited entries."""
    part.pop("required", None)
    part.pop("minProperties", None)
    for pattern, below in part.pop("patternProperties", {}).items():
        part["additionalProperties"] = below
        part["propertyNames"] = {"pattern": pattern}
    if isinstance(part.get("additionalProperties"), dict):
        part["additionalProperties"] = {"anyOf": [part["additionalProperties"], {"type": "null"}]}
    if "enum" in part.get("propertyNames", {}):
        part["propertyNames"] = {"enum": [*part["propertyNames"]["enum"], "source"]}
    part["properties"] = {**part.get("properties", {}), "source": {"$ref": "#/$defs/source"}}


def _described(part: dict[str, Any], said: dict[str, Any]) -> str:
    facts = [str(said["unit"])] if said.get("unit", "1") != "1" else []
    if "minimum" in part and "maximum" in part:
        facts.append(f"{part['minimum']:.15g} to {part['maximum']:.15g}")
    if "plausible" in said:
        facts.append("plausible {:.15g} to {:.15g}".format(*said["plausible"]))
    if "source" in said:
        facts.append(f"source: {said['source']}")
    return f"{part.get('description', '')} [{'; '.join(facts)}]".strip()
