"""The readable form of a calendar of conferences: what a secretariat writes, and dated plans.

>>> from scheduler.calendars.conferences.reading import load_conferences
>>> from scheduler.calendars.conferences.compiling import compile_conferences
"""
