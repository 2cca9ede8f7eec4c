"""The command line: ``hemicycle``."""


def main() -> None:
    """Run the command line."""
