"""The rules of procedure as pure functions and values; each names its rule."""
