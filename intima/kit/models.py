import uuid

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
