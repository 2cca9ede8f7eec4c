"""The record of a conference: entities, what the database enforces, migrations."""
