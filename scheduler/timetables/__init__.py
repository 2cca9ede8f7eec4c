"""Timetables: meetings with start times on a fine grid, or in listed slots, and their rooms."""
