"""Lists of speakers: a ledger of what was asked for, and the order that follows from it.

Nothing here knows a clock, a database or a page: moments are given, entries go in, an order comes
out. The words are explained in docs/speakers.md.
"""
