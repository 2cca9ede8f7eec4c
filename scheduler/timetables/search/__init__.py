"""Search by ruining a part of a timetable and making it anew: an answer at any time, no bound."""
