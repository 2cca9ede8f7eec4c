"""Observers: how they come by their status, and by when what is due (rules 14 to 17)."""
