"""Taking one's own along, as its pages do."""

import io
import json
import time
from typing import Any
from zipfile import ZipFile

from allauth.account.internal.flows import login
from django.test import Client

from intima.accounts.models import Person

TAKE, LEAVE, STAY = "/data/take/", "/data/leave/", "/data/leave/stay/"


def proven(person: Person) -> Client:
    """A browser in which the person showed a moment ago, by means of their own, who they are."""
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return client


def taken(person: Person) -> ZipFile:
    """What the person takes along."""
    answer: Any = proven(person).post(TAKE)
    assert answer.status_code == 200
    zipped = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert zipped.testzip() is None
    return zipped


def data_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """The rows of each kind in it."""
    kept: dict[str, list[dict[str, Any]]] = json.loads(taken(person).read("data.json"))["kept"]
    return kept


def words_of(zipped: ZipFile) -> str:
    """Everything in it as one text."""
    return "\n".join(zipped.read(name).decode() for name in zipped.namelist())
