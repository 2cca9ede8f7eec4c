"""Measures how long a programme takes to find and prove, and a page to answer.

Nothing is asserted.
"""
