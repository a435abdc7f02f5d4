"""The life of an assignment: every pair of state and action either moves or is refused in words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.apps.assignments.models import AssignmentState, ReportKind
from parindex.domain.lifecycle import ASSIGNMENT, Lifecycle, MoveRefused

STATES = tuple(ASSIGNMENT.state_names)
ACTIONS = tuple(ASSIGNMENT.action_names)


def reachable(start: str, machine: Lifecycle = ASSIGNMENT) -> set[str]:
    """Return the states that actions can lead to, the start among them."""
    seen, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for action in machine.actions(state):
            after = machine.move(state=state, action=action)
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen


@pytest.mark.parametrize(("state", "action"), list(itertools.product(STATES, ACTIONS)))
def test_pair_moves_when_listed_and_is_refused_otherwise(state: str, action: str) -> None:
    if action in ASSIGNMENT.actions(state):
        assert ASSIGNMENT.move(state=state, action=action) in STATES
        return

    with pytest.raises(MoveRefused) as refused:
        ASSIGNMENT.move(state=state, action=action)

    assert refused.value.code == "move_refused"
    assert ASSIGNMENT.state_names[state] in refused.value.message
    assert ASSIGNMENT.action_names[action] in refused.value.message


def test_moves_use_named_states_and_actions_only() -> None:
    assert {state for state, _ in ASSIGNMENT.moves} | set(ASSIGNMENT.moves.values()) == set(STATES)
    assert {action for _, action in ASSIGNMENT.moves} == set(ACTIONS)


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_end_is_final(state: str) -> None:
    assert ASSIGNMENT.actions(state) == ()


def test_every_state_is_reached_and_none_is_a_dead_end() -> None:
    assert reachable("open") == set(STATES)
    assert all("done" in reachable(state) for state in STATES if ASSIGNMENT.actions(state))


def test_nothing_is_done_before_somebody_confirmed() -> None:
    assert [pair for pair, after in ASSIGNMENT.moves.items() if after == "done"] == [("submitted", "confirm")]


@pytest.mark.parametrize("action", ["reassign", "reschedule"])
def test_change_of_owner_or_date_keeps_the_state(action: str) -> None:
    kept = [(state, after) for (state, name), after in ASSIGNMENT.moves.items() if name == action]

    assert kept
    assert all(state == after for state, after in kept)


def test_stored_states_and_steps_carry_the_same_names() -> None:
    assert dict(AssignmentState.choices) == dict(ASSIGNMENT.state_names)
    assert {value: label for value, label in ReportKind.choices if value != "undo"} == dict(ASSIGNMENT.action_names)


names = st.sampled_from("abcd")


@given(moves=st.dictionaries(st.tuples(names, names), names), state=names, action=names)
def test_any_machine_lists_exactly_what_it_allows(moves: dict[tuple[str, str], str], state: str, action: str) -> None:
    machine = Lifecycle(moves=moves, state_names={}, action_names={})

    if action in machine.actions(state):
        assert machine.move(state=state, action=action) == moves[(state, action)]
    else:
        with pytest.raises(MoveRefused, match=f"“{action}”.*“{state}”"):
            machine.move(state=state, action=action)
