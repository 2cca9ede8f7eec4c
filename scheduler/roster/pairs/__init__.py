"""Interpretation without booths: pairs of languages, each covered by one person at a time.

The Interpreters Scheduling Problem as the Université libre de Bruxelles publishes it: sessions in
blocks of an hour, people of several languages; cover as many pairs of languages as possible.

>>> from scheduler.roster.pairs.reading import load_instance
>>> from scheduler.roster.pairs.solve import cover
"""
