"""Observers: who wants to take part, by which rule, what is due, circulated and decided."""

from web.observers import decisions, index, lists, one
from web.observers.blueprint import bp

__all__ = ["bp", "decisions", "index", "lists", "one"]
