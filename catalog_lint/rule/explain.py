"""What pydantic refused, in words that a user can act on."""

from __future__ import annotations

import inspect
import typing
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

_PYTHON_WORDS = {"tuple_type": 'not a list; write ["..."]', "dict_type": "not a table of keys and values"}


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """The first thing that pydantic refused, as `key: what to do`, with the nearest known key."""
    errors = error.errors()
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        owner: Any = model
        for part in first["loc"][:-1]:
            owner = _field_model(owner, str(part))
        known = [f.alias or n for n, f in owner.model_fields.items()] if owner else []
        near = get_close_matches(str(first["loc"][-1]), known, 1)
        mend = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"
        return f"{key}: unknown key; {mend}"
    said = _PYTHON_WORDS.get(first["type"], first["msg"].removeprefix("Value error, "))
    return f"{key}: {said}"


def _field_model(model: Any, key: str) -> type[BaseModel] | None:
    if model is None:
        return None
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            for candidate in (info.annotation, *typing.get_args(info.annotation)):
                if inspect.isclass(candidate) and issubclass(candidate, BaseModel):
                    return candidate
            return None
    return model if key.isdigit() else None
