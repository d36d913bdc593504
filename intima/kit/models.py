import uuid

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from intima.kit import seal


class DataKey(models.Model):
    """A person's data key, wrapped by a master key. Deleting the row makes the person's words unreadable for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No foreign key: people live on a floor above. `seal.SITE` owns the site's own key.
    owner = models.UUIDField(unique=True, editable=False)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Data key {self.pk}"

    def opened(self) -> bytes:
        """The data key itself, 32 bytes. Raises seal.Broken when no master key opens it."""
        return seal.unwrap(self.wrapped, self.owner)


class Visit(AbstractBaseSession):
    """The row of a session: its key is hashed, its data encrypted, and whose it is can be asked, not read."""

    # A keyed hash of the person's id, empty while nobody is signed in: see `sessions.whose`.
    whose = models.CharField(max_length=32, db_index=True, editable=False)

    def __str__(self) -> str:
        return f"Visit until {self.expire_date}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from intima.kit.sessions import SessionStore

        return SessionStore
