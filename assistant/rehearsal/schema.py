"""The JSON schema of `*.chat.yaml`, for editors; running this module writes it anew.

python -m assistant.rehearsal.schema
"""

from __future__ import annotations

import json
from pathlib import Path

from assistant.rehearsal.format import ScriptForm

__all__ = ["SCHEMA_PATH", "schema_text"]

SCHEMA_PATH = Path(__file__).with_name("chat.schema.json")


def schema_text() -> str:
    """Give the schema as it stands in the file."""
    schema = ScriptForm.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Aisle scripted conversation"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_PATH.write_text(schema_text(), encoding="utf-8")
