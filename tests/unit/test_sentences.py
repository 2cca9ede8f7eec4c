"""Sentences kept as plain data come back as they were."""

import json
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.programme import Explanation, Relaxation, Requirement, Told
from scheduler.text import Language, Text, ntext, text
from services.sentences import pack, pack_explanation, unpack, unpack_explanation

words = st.text(max_size=8)
plain = (
    words
    | st.integers()
    | st.none()
    | st.dates()
    | st.times()
    | words.map(Language)
    | st.lists(words | st.dates(), max_size=3)
)
texts = st.recursive(
    st.builds(Text, words, st.dictionaries(words, plain, max_size=3), st.none() | words),
    lambda inner: st.builds(
        Text, words, st.dictionaries(words, inner | st.lists(inner, max_size=3), max_size=3)
    ),
    max_leaves=4,
)


@given(texts)
def test_any_sentence_comes_back(sentence):
    kept = json.loads(json.dumps(pack(sentence)))
    back = unpack(kept)
    assert back == sentence
    assert kinds(back) == kinds(sentence)


def kinds(value):
    """The types of all values: a language is not just a word."""
    if isinstance(value, Text):
        return {name: kinds(part) for name, part in value.values.items()}
    if isinstance(value, list):
        return [kinds(part) for part in value]
    return type(value)


def test_a_tuple_comes_back_as_a_list():
    assert unpack(pack(text("%(all)s", all=("a", "b")))) == text("%(all)s", all=["a", "b"])


@pytest.fixture
def requirement() -> Requirement:
    return Requirement(
        key="rooms",
        text=ntext("%(n)s room in %(language)s", "%(n)s rooms", 2, language=Language("fr")),
        source="rule 1",
    )


def test_an_explanation_comes_back(requirement: Requirement) -> None:
    relaxation = Relaxation(
        requirement=requirement,
        text=text("Begin on %(day)s at %(hour)s", day=date(2008, 10, 8), hour=time(10)),
    )
    other = replace(requirement, key="business.1.room", source="")
    both = Told(requirements=(requirement, other), text=text("Both."), source="rule 1")
    explanation = Explanation(
        clashes=((requirement, other),),
        told=((both,),),
        counts=((text("%(n)d needed", n=3),),),
        ways=((relaxation,),),
    )
    kept = json.loads(json.dumps(pack_explanation(explanation)))
    assert unpack_explanation(kept) == explanation


def test_what_an_earlier_version_kept_is_told_requirement_by_requirement(
    requirement: Requirement,
) -> None:
    kept = pack_explanation(Explanation(clashes=((requirement,),)))
    for name in ("told", "counts", "further_clashes", "other_ways"):
        del kept[name]
    alone = Told(requirements=(requirement,), text=requirement.text, source="rule 1")
    assert unpack_explanation(kept) == Explanation(clashes=((requirement,),), told=((alone,),))
