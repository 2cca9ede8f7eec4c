"""The floor of a meeting: the screens of the hall and of the rostrum.

`screens` are the pages without a frame that follow the stream of `web.live`; `meetings` finds the
meeting of an address.
"""

from __future__ import annotations

from web.floor import screens
from web.floor.blueprint import bp

__all__ = ["bp", "screens"]
