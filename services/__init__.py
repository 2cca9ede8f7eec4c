"""What the secretariat does: one function, one transaction, one audit record. The only writers."""
