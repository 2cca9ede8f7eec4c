"""The floor of a meeting: what happened, and the clock, queues and estimates that follow from it.

Moments are given, never asked for.
"""
