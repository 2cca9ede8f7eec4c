"""Covering pairs as a flow: from the source through people and blocks to pairs, and to the sink.

Sessions of a block that have the same pair are alike: the flow counts them. A flow of whole numbers
is the best there is (max flow, min cut), so what it finds without limits is proven by being found.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow

from scheduler.roster.pairs.instance import Assignment, Instance, Limits

Numbers = NDArray[np.int64]
Arcs = tuple[Numbers, Numbers, Numbers]  # tails, heads, capacities


@dataclass(frozen=True, slots=True)
class Demand:
    """Numbers of an instance.

    `has[s, l]` is 1 where session s has the language l, `block[s]` is its block; `pairs`: first and
    second language of each pair; `wanted[b, p]`: sessions of block b that have the pair p; `able`:
    every (person, pair) that can be, as two columns.
    """

    has: Numbers
    block: Numbers
    pairs: tuple[Numbers, Numbers]
    wanted: Numbers
    people: int
    able: tuple[Numbers, Numbers]


def demand(instance: Instance) -> Demand:
    """Count what is asked for."""
    place = {language: index for index, language in enumerate(instance.languages)}
    count = len(place)
    has = np.zeros((len(instance.sessions), count), np.int64)
    blocks = np.array([session.block for session in instance.sessions], np.int64)
    for row, session in enumerate(instance.sessions):
        has[row, [place[language] for language in session.languages]] = 1
    upper = np.triu_indices(count, 1)
    wanted = np.zeros((len(instance.blocks), len(upper[0])), np.int64)
    for block in range(len(instance.blocks)):
        here = has[blocks == block]
        wanted[block] = (here.T @ here)[upper]
    number = np.zeros((count, count), np.int64)
    number[upper] = np.arange(len(upper[0]))
    able = [
        (index, number[first, second])
        for index, person in enumerate(instance.people)
        for first, second in combinations(
            sorted(place[one] for one in person.languages if one in place), 2
        )
    ]
    columns = np.array(able, np.int64).reshape(-1, 2)
    return Demand(has, blocks, upper, wanted, len(instance.people), (columns[:, 0], columns[:, 1]))


@dataclass(frozen=True, slots=True)
class Flow:
    """The largest flow. `at_work[i, b]` is 1 where person i covers a pair in block b.

    `taken` has a row for each pair covered: person, block, pair.
    """

    value: int
    at_work: Numbers
    taken: Numbers


def largest(
    asked: Demand,
    *,
    available: Numbers | None = None,
    limits: Limits | None = None,
    offset: int = 0,
) -> Flow:
    """The most pairs that can be covered, with each person free where `available[i, b]` is 1.

    Of the `limits`, the flow knows the sessions of a person, and the blocks in a row in every
    window that begins at `offset` before the first block or a whole number of windows later: those
    windows share no block. So it is an upper bound for what keeps all the limits.
    """
    people, blocks = asked.people, len(asked.wanted)
    if available is None:
        available = np.ones((people, blocks), np.int64)
    pairs = asked.wanted.shape[1]
    first_pair = people * blocks  # node of (person, block): person x blocks + block
    first_free = first_pair + blocks * pairs
    source, sink = first_free, first_free + 1
    each_person, each_block = (part.ravel() for part in np.indices((people, blocks)))
    if limits is None:
        sources: list[Arcs] = []
        before = np.full(people * blocks, source)
    else:
        windows = (np.arange(blocks) + offset) // (limits.consecutive + 1)
        sources, before = _limited(limits, people, windows, source, sink + 1)
    here, able = np.nonzero(asked.wanted[:, asked.able[1]])
    who, pair = asked.able[0][able], asked.able[1][able]
    block, wanted = np.nonzero(asked.wanted)
    arcs: list[Arcs] = [
        *sources,
        (before, each_person * blocks + each_block, available.ravel()),
        (who * blocks + here, first_pair + here * pairs + pair, np.ones(len(who), np.int64)),
        (
            first_pair + block * pairs + wanted,
            np.full(len(block), sink),
            asked.wanted[block, wanted],
        ),
    ]
    flows = _solve(arcs, source, sink)
    chosen = flows[-2] > 0
    return Flow(
        value=int(chosen.sum()),
        at_work=flows[-3].reshape(people, blocks),
        taken=np.stack([who, here, pair], axis=1)[chosen],
    )


def _limited(
    limits: Limits, people: int, windows: Numbers, source: int, first_node: int
) -> tuple[list[Arcs], Numbers]:
    """Arcs from the source to each person, and on to each window; the node before each block."""
    count = int(windows[-1]) + 1 if len(windows) else 0
    person = np.arange(people)
    first_window = first_node + people
    who, window = (part.ravel() for part in np.indices((people, count)))
    arcs: list[Arcs] = [
        (np.full(people, source), first_node + person, np.full(people, limits.sessions)),
        (
            first_node + who,
            first_window + who * count + window,
            np.full(people * count, limits.consecutive),
        ),
    ]
    return arcs, (first_window + person[:, None] * count + windows[None, :]).ravel()


def _solve(arcs: list[Arcs], source: int, sink: int) -> list[Numbers]:
    """The flow on each of the groups of arcs."""
    graph = SimpleMaxFlow()
    tails, heads, capacities = (np.concatenate(parts) for parts in zip(*arcs, strict=True))
    numbers = graph.add_arcs_with_capacity(
        tails.astype(np.int32), heads.astype(np.int32), capacities.astype(np.int64)
    )
    if len(tails):
        graph.solve(source, sink)
    flows = np.asarray(graph.flows(numbers), np.int64)
    return np.split(flows, np.cumsum([len(part[0]) for part in arcs])[:-1])


def assignments(instance: Instance, asked: Demand, flow: Flow) -> tuple[Assignment, ...]:
    """Give the pairs that are covered to the sessions that have them."""
    languages, found = instance.languages, []
    for block in sorted(set(flow.taken[:, 1].tolist())):  # np.unique would load numpy.ma first
        people, _, pairs = flow.taken[flow.taken[:, 1] == block].T
        order = np.argsort(pairs, kind="stable")
        people, pairs = people[order], pairs[order]
        first, second = asked.pairs[0][pairs], asked.pairs[1][pairs]
        # of the people who take one pair, the n-th has the n-th session with it
        turn = np.arange(len(pairs)) - np.searchsorted(pairs, pairs)
        sessions = np.flatnonzero(asked.block == block)
        both = asked.has[sessions][:, first] * asked.has[sessions][:, second]
        chosen = sessions[((both.cumsum(axis=0) == turn + 1) & (both == 1)).argmax(axis=0)]
        found += [
            Assignment(
                instance.people[person].id,
                instance.sessions[session].id,
                (languages[a], languages[b]),
            )
            for person, session, a, b in zip(
                *map(np.ndarray.tolist, (people, chosen, first, second)), strict=True
            )
        ]
    return tuple(found)
