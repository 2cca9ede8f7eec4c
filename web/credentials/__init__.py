"""Credentials: a delegation's checklist, the secretariat's board, examinations and the report."""

from __future__ import annotations

from web.credentials import board, decisions, examination, own, report
from web.credentials.blueprint import bp

__all__ = ["board", "bp", "decisions", "examination", "own", "report"]
