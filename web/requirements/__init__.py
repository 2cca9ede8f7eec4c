"""The page where requirements are entered and edited: every requirement reads as a sentence.

`brief` and `sentences` say what is asked for; `entries` opens and saves one entry, through the
forms of `web.forms`; `views` are the pages, `file_views` those on which the whole is taken out as a
file or put in.
"""

from __future__ import annotations

from web.requirements import file_views, views
from web.requirements.blueprint import bp

__all__ = ["bp", "file_views", "views"]
