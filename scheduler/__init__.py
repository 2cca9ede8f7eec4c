"""The engine: a problem in, a programme out, with proof and explanation.

Knows neither the web nor the database, and imports nothing of ours.
"""
