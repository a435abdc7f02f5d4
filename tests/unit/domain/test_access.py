"""Roles and grants: scope and permission agree everywhere, and no role reaches past what it declares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.access import (
    ANONYMOUS,
    ROLE_NAMES,
    ROLE_PERMISSIONS,
    SYSTEM,
    Actor,
    Grant,
    Permission,
    PermissionDenied,
    Role,
)

# Few ids on few levels, so that subtrees nest, meet and are told apart only by their slash ("/1/" and "/15/").
paths = st.lists(st.sampled_from([1, 2, 15]), min_size=1, max_size=4).map(
    lambda ids: "/" + "".join(f"{number}/" for number in ids)
)
grants = st.lists(
    st.builds(Grant, role=st.sampled_from(Role), unit_id=st.integers(1, 20), unit_path=paths), max_size=5
).map(tuple)
permissions = st.sampled_from(Permission)


def person(*held: Grant) -> Actor:
    """Return a person with these grants."""
    return Actor(user_id=1, name="Người Thử", grants=held)


@given(held=grants, permission=permissions, path=paths)
def test_scope_and_may_agree(held: tuple[Grant, ...], permission: Permission, path: str) -> None:
    actor = person(*held)

    assert actor.may(permission, path) == any(path.startswith(top) for top in actor.scope(permission))


@given(held=grants, permission=permissions)
def test_scope_names_the_highest_units_only(held: tuple[Grant, ...], permission: Permission) -> None:
    tops = person(*held).scope(permission)

    assert not [(a, b) for a in tops for b in tops if a != b and a.startswith(b)]
    assert len(set(tops)) == len(tops)


@given(held=grants, permission=permissions)
def test_holds_exactly_where_there_is_a_scope(held: tuple[Grant, ...], permission: Permission) -> None:
    actor = person(*held)

    assert actor.holds(permission) == bool(actor.scope(permission))


@given(held=grants, more=grants, permission=permissions, path=paths)
def test_another_grant_takes_nothing_away(
    held: tuple[Grant, ...], more: tuple[Grant, ...], permission: Permission, path: str
) -> None:
    if person(*held).may(permission, path):
        assert person(*held, *more).may(permission, path)


@given(role=st.sampled_from(Role), home=paths, path=paths)
def test_role_has_no_more_than_it_declares(role: Role, home: str, path: str) -> None:
    actor = person(Grant(role, 1, home))

    allowed = {permission for permission in Permission if actor.may(permission, path)}

    assert allowed == (ROLE_PERMISSIONS[role] if path.startswith(home) else set())


def test_unit_with_a_longer_number_is_another_unit() -> None:
    actor = person(Grant(Role.FOCAL, 1, "/1/1/"))

    assert actor.may(Permission.PLANS_APPROVE, "/1/1/7/")
    assert not actor.may(Permission.PLANS_APPROVE, "/1/15/")
    assert not actor.may(Permission.PLANS_APPROVE, "/1/")


def test_every_role_is_named_and_every_permission_is_given_to_somebody() -> None:
    assert set(ROLE_NAMES) == set(ROLE_PERMISSIONS) == set(Role)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.PLANS_APPROVE, {Role.LEADER, Role.FOCAL}),
        (Permission.PLANS_REVIEW, {Role.FOCAL}),
        (Permission.ASSIGNMENTS_CONFIRM, {Role.LEADER, Role.FOCAL}),
        (Permission.PEOPLE_MANAGE, {Role.ADMIN}),
        (Permission.UNITS_MANAGE, {Role.ADMIN}),
        (Permission.AUDIT_VIEW, {Role.ADMIN, Role.LEADER}),
    ],
)
def test_power_is_held_by_the_roles_that_answer_for_it(permission: Permission, roles: set[Role]) -> None:
    assert {role for role in Role if permission in ROLE_PERMISSIONS[role]} == roles


@given(permission=permissions, path=paths)
def test_stranger_may_nothing_and_the_system_everything(permission: Permission, path: str) -> None:
    assert not ANONYMOUS.may(permission, path)
    assert ANONYMOUS.scope(permission) == ()
    assert SYSTEM.may(permission, path)
    assert SYSTEM.scope(permission) == ("/",)


def test_home_is_where_the_grants_are() -> None:
    actor = person(Grant(Role.OFFICER, 9, "/1/9/"), Grant(Role.FOCAL, 3, "/1/3/"), Grant(Role.OFFICER, 3, "/1/3/"))

    assert actor.home_unit_ids() == (3, 9)


def test_refusal_says_which_right_is_missing_and_what_to_do() -> None:
    refusal = PermissionDenied(Permission.PLANS_APPROVE)

    assert refusal.code == "permission_denied"
    assert "“duyệt kế hoạch đã nhập, ban hành kế hoạch đã duyệt”" in refusal.message
    assert "Hãy nhờ" in str(refusal)
