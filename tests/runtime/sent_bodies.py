"""Sends a body with both clients."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from generator.runtime import (
    Model,
    Nullable,
)


class Pet(Model):
    """A model."""

    name: str
    age: int | None = None
    owner: Nullable[str] = None
    born: Annotated[datetime | None, Field(alias="bornAt")] = None
