"""Credentials (rules 18 to 20): what is asked, what was given, and what bodies decided on it."""
