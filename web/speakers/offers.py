"""What can still be asked of a list, delegation by delegation: the form offers nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.conferences import Delegation
from procedure.speakers.refusals import Possible, possible
from services.delegation_keys import keys_of
from services.errors import BadRequest
from services.inscriptions import participant
from web.speakers.lines import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A delegation that can ask for a statement of its own (`own`), or on behalf of a group only.

    `first`: it has nothing on the list yet.
    """

    delegation: Delegation
    own: bool
    first: bool


def offers(seen: Shown, delegations: Sequence[Delegation]) -> list[Offer]:
    """Those of some delegations that can ask for a statement."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for one in (*seen.standing.places, *seen.standing.waiting):
        groups[one.delegation].append(one.on_behalf_of)
    keys = keys_of(delegations)
    found = []
    for delegation in delegations:
        own = groups[keys[delegation.id]]
        left = _possible(seen, delegation, own)
        if left.own or left.group:
            found.append(Offer(delegation=delegation, own=left.own, first=not own))
    return found


def _possible(seen: Shown, delegation: Delegation, own: Sequence[str]) -> Possible:
    try:
        kind = participant(delegation)
    except BadRequest:  # the rules know no such capacity: that is said to who asks
        return Possible(own=True, group=True)
    return possible(seen.standing.terms.policy, kind, own)
