from tests.world import Door, World

ROWS = [
    Door("mail:events", get=404, post=404),  # no provider is configured; tests/mail/test_events.py configures one
]


def furnish(world: World) -> None:
    """Nothing: a provider tells of addresses, whoever they belong to."""
