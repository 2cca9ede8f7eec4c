"""What can be counted without a search: whether there is time, rooms and interpretation enough."""
