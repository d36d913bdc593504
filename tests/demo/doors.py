from django.conf import settings

from tests.world import Door, World

ROWS = [
    Door("demo:mailbox", get=200),
    Door("demo:letter", get=200, args=lambda world: {"name": "doors-table"}),
]


def furnish(world: World) -> None:
    settings.MAILBOX.mkdir(parents=True, exist_ok=True)
    (settings.MAILBOX / "doors-table.eml").write_text(
        "From: a@example.org\nTo: b@example.org\nSubject: Hello\n\nHello.\n"
    )
