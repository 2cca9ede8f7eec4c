"""What a meeting can hold of longer and of shorter parts at once.

Follows from the length of its slot; said outright, it makes the linear relaxation of a session
with listed sets of periods half as high again.
"""

from __future__ import annotations

from scheduler.model.base import Model


def add(model: Model) -> None:
    """Add it where sets are listed, for each length of which two parts fit into a slot.

    Beside a part of that length no part fits that leaves less time: it counts as the whole slot.
    """
    for group in model.groups if model.sets else ():
        for p, period in enumerate(model.periods):
            model.pulse()
            parts = [pair for b in group.members for pair in model.shortest[b][p]]
            for least in sorted({minutes for _, minutes in parts if 2 * minutes <= period.minutes}):
                taken = sum(
                    (period.minutes if minutes > period.minutes - least else minutes) * literal
                    for literal, minutes in parts
                    if minutes >= least
                )
                model.cp.add(taken <= period.minutes)
