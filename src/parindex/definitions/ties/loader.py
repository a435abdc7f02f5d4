"""Load what the elements of surveys are tied to; a code that its catalogue does not have is refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from parindex.definitions.yaml import load_yaml


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Subject(_Closed):
    """One subject that surveys ask about: its elements (`<questionnaire>/<element>`), and what belongs to it.

    `criteria` are codes by the id of the catalogue; `has_dossiers` says that late dossiers make it worse.
    """

    name: str
    elements: Annotated[tuple[str, ...], Field(min_length=1)]
    criteria: Mapping[str, tuple[str, ...]]
    themes: tuple[str, ...] = ()
    has_dossiers: bool = False


class Ties(_Closed):
    """All subjects, and how sure it is that they belong together."""

    schema_: Annotated[Literal["parindex.ties/1"], Field(alias="schema")]
    certainty: Literal["verified", "secondary", "assumed"]
    source: str
    subjects: tuple[Subject, ...]

    def subject_of(self, element: str) -> Subject | None:
        """Return the subject of an element; None for one that is tied to nothing."""
        return next((one for one in self.subjects if element in one.elements), None)


@cache
def load_ties() -> Ties:
    """Return what ships."""
    file = resources.files(__package__) / "surveys.yaml"
    return Ties.model_validate(load_yaml(file.read_text(encoding="utf-8"), source=file.name))
