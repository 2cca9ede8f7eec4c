"""How a session is begun, said where the sessions are listed."""

import pytest

from procedure.permissions import Role

pytestmark = pytest.mark.in_turn


@pytest.mark.parametrize("role", [None, *Role])
def test_the_secretariat_is_told_how_to_begin_another_session(sign_in, role):
    told = "“hemicycle import FILE”" in sign_in(role).get("/").text
    assert told == (role is Role.SECRETARIAT)
