"""Observers: who wants to take part, by which rule, what is due, circulated and decided."""

from web.observers import decisions, forms, index, lists, one
from web.observers.blueprint import bp

__all__ = ["bp", "decisions", "forms", "index", "lists", "one"]
