"""A calendar of conferences: the meetings of many bodies over a year.

>>> from scheduler.calendars.reading import load_calendar_problem
>>> from scheduler.calendars.solve import make_calendar
"""
