"""What all tests share: properties are not timed, for the machine may be busy."""

from hypothesis import settings

settings.register_profile("hemicycle", deadline=None)
settings.load_profile("hemicycle")
