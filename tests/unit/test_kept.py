"""What is kept in memory: found by its key, the oldest let go first."""

from services.kept import Kept


def test_what_was_put_is_found_by_its_key():
    kept = Kept[tuple[str, str], int](2)
    assert kept.put(("a", "b"), 1) == 1
    assert kept.get(("a", "b")) == 1
    assert kept.get(("b", "a")) is None


def test_the_oldest_is_let_go_first():
    kept = Kept[str, int](2)
    for number, key in enumerate("abc"):
        kept.put(key, number)
    assert [kept.get(key) for key in "abc"] == [None, 1, 2]
