"""Load questionnaires: those of this folder by id, and any file of the same shape."""

from __future__ import annotations

from functools import cache
from importlib import resources

from pydantic import ValidationError

from parindex.definitions.faults import explain
from parindex.definitions.questionnaires.schema import (
    MOST_CELLS,
    ConditionShape,
    OptionShape,
    QuestionnaireShape,
    QuestionShape,
    WordsShape,
)
from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.surveys.questionnaire import (
    Condition,
    Element,
    Option,
    Part,
    Question,
    Questionnaire,
    Row,
    Words,
    find_problems,
)

_FOLDER = resources.files(__package__)
_YES = "yes"


class QuestionnaireError(ValueError):
    """A questionnaire that cannot be used; the message names the file and where it can the line."""

    code = "questionnaire_definition"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


class UnknownQuestionnaire(LookupError):
    """No questionnaire of this folder has that id."""

    code = "questionnaire_unknown"
    exit_code = 2

    def __init__(self, questionnaire_id: str) -> None:
        """Tell which ids there are."""
        self.message = f"Không có phiếu khảo sát “{questionnaire_id}”; hiện có: {', '.join(_texts())}."
        super().__init__(self.message)


@cache
def list_questionnaires() -> tuple[Questionnaire, ...]:
    """Return every questionnaire of this folder in the order of ids; raises QuestionnaireError."""
    return tuple(load_questionnaire(questionnaire_id) for questionnaire_id in _texts())


@cache
def load_questionnaire(questionnaire_id: str) -> Questionnaire:
    """Return a questionnaire of this folder; raises UnknownQuestionnaire and QuestionnaireError."""
    return read_questionnaire(text_of(questionnaire_id), source=f"{questionnaire_id}.yaml")


def text_of(questionnaire_id: str) -> str:
    """Return the YAML of a questionnaire of this folder as it stands; raises UnknownQuestionnaire."""
    found = _texts().get(questionnaire_id)
    if found is None:
        raise UnknownQuestionnaire(questionnaire_id)
    return found


@cache
def _texts() -> dict[str, str]:
    files = sorted((file for file in _FOLDER.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in files}


def read_questionnaire(text: str, *, source: str) -> Questionnaire:
    """Read a questionnaire; `source` names the file in errors; raises QuestionnaireError."""
    questionnaire = read_draft(text, source=source)
    problems = find_problems(questionnaire)
    if problems:
        raise QuestionnaireError(f"{source}: {'; '.join(problems)}.")
    return questionnaire


def read_draft(text: str, *, source: str) -> Questionnaire:
    """Read a questionnaire that is still being written: of the right shape, but it may contradict itself.

    Raises QuestionnaireError with file and line for what has not even the shape.
    """
    try:
        shape = QuestionnaireShape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise QuestionnaireError(f"{error}.") from error
    except ValidationError as error:
        raise QuestionnaireError(explain(error, text=text, source=source)) from error
    if shape.cells > MOST_CELLS:
        raise QuestionnaireError(f"{source}: các câu có cộng lại hơn {MOST_CELLS} phương án.")
    return _build(shape, source=source)


def _build(shape: QuestionnaireShape, *, source: str) -> Questionnaire:
    scales = {name: tuple(map(_option, options)) for name, options in shape.scales.items()}
    return Questionnaire(
        id=shape.id,
        version=shape.version,
        kind=shape.kind,
        title=_words(shape.title),
        years=shape.years,
        status=shape.status,
        notice=shape.notice,
        sources=shape.sources,
        aggregation=shape.aggregation,
        parts=tuple(
            Part(part.code, _words(part.name), tuple(Element(e.code, _words(e.name)) for e in part.elements))
            for part in shape.parts
        ),
        questions=tuple(_question(question, scales, source=source) for question in shape.questions),
    )


def _question(shape: QuestionShape, scales: dict[str, tuple[Option, ...]], *, source: str) -> Question:
    if shape.scale and shape.scale not in scales:
        raise QuestionnaireError(f"{source}: {shape.code}: không có thang “{shape.scale}”.")
    if shape.scale and shape.options:
        raise QuestionnaireError(f"{source}: {shape.code}: chỉ ghi một trong hai scale, options.")
    return Question(
        code=shape.code,
        kind=shape.kind,
        text=_words(shape.text),
        status=shape.status,
        options=scales[shape.scale] if shape.scale else tuple(map(_option, shape.options)),
        rows=tuple(Row(row.code, _words(row.text), row.status, row.element) for row in shape.rows),
        element=shape.element,
        when=_condition(shape.when),
        is_required=shape.required == _YES,
        least=None if shape.least is None else int(shape.least),
        most=None if shape.most is None else int(shape.most),
    )


def _condition(shape: ConditionShape | None) -> Condition | None:
    return None if shape is None else Condition(shape.column, shape.is_)


def _option(shape: OptionShape) -> Option:
    return Option(shape.value, _words(shape.text), shape.satisfied == _YES, shape.points)


def _words(shape: WordsShape) -> Words:
    return Words(shape.vi, shape.en)
