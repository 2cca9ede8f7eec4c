"""Pages, forms, feeds and commands. Thin: parse, authorize, call one service, render."""
