"""The officers of a conference: who they are, who nominates them, how they are elected."""
