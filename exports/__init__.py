"""Functions from records to bytes: calendars, documents, sheets."""
