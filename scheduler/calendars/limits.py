"""How large a calendar may be, in each of its forms."""

MOST_SLOTS = 100_000
MOST_BLOCKS = 100_000
MOST_COVERED = 20_000_000  # slots covered, over all starts of all blocks
MOST_LEVELS = 100  # of rooms
MOST_POINTS = 1_000_000_000
