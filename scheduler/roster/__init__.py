"""Rosters: from the meetings of a programme to the people who interpret them.

`scheduler.roster.pairs` is for meetings without booths; everything else here is for booths.
"""
