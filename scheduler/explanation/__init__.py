"""Why there is no programme: clashes that cannot be smaller, and the cheapest ways out."""
