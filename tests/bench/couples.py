"""Couples, one of each on a pause, in the database of the settings; prints every person's cookies as JSON.

Run by `tests.bench.pause` with the settings of the site that is measured.
"""

import json
import sys
from datetime import timedelta

import django


def main(people: int) -> None:
    django.setup()
    from django.db import transaction
    from django.test import Client

    from exercises.pause import actions
    from intima.kit import clock, seal
    from reflections.spaces.actions import tie_of
    from tests import cast

    at, cookies = clock.now(), []
    with seal.keyring(), transaction.atomic():
        for number in range(people // 2):
            two = [cast.person(f"{name}{number}") for name in ("Ada", "Ben")]
            cast.pair(*two)
            back_at = at + timedelta(hours=1)
            actions.start(asker=two[0], tie=tie_of(two[0]), words="Some air.", back_at=back_at, at=at)
            for person in two:
                client = Client()
                client.force_login(person)
                cookies.append("; ".join(f"{name}={held.value}" for name, held in client.cookies.items()))
    print(json.dumps(cookies))


if __name__ == "__main__":
    main(int(sys.argv[1]))
