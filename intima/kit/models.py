import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Substr
from django.db.models.lookups import Exact, In

from intima.kit import seal

MASTER = Substr("wrapped", 1, 4, output_field=models.BinaryField())  # see `seal.wrap`


class DataKeyQuerySet(models.QuerySet["DataKey"]):
    def round(self) -> int:
        """The round in which data keys are made now: that of the site's own newest key; 1 before there is one."""
        newest: int | None = self.filter(owner=seal.SITE).aggregate(newest=Max("round"))["newest"]
        return newest or 1

    def old(self) -> Self:
        """Those whose owner has a newer one: nothing is sealed with them any more."""
        return self.filter(Exists(DataKey.objects.filter(owner=OuterRef("owner"), round__gt=OuterRef("round"))))

    def unopened(self) -> Self:
        """Those that lie under a master key that is not given."""
        return self.exclude(In(MASTER, [seal.master_id(master) for master in settings.MASTER_KEYS]))

    def outdated(self) -> Self:
        """Those that do not lie under the newest master key."""
        return self.exclude(Exact(MASTER, seal.master_id(settings.MASTER_KEYS[0])))

    def destroy(self, owner: uuid.UUID) -> None:
        """Delete all of somebody's. One that a rotation is making for them is waited for, and deleted as well."""
        with transaction.atomic():
            list(self.select_for_update().filter(owner=owner).order_by("pk"))
            self.filter(owner=owner).delete()


class DataKey(models.Model):
    """A data key of a person's, wrapped by a master key. Without its row, words sealed with it are lost for good.

    A person has one, and while keys are changed (see `rotation`) a second: the one of the highest round seals.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # No foreign key: people live on a floor above. `seal.SITE` owns the site's own key.
    owner = models.UUIDField(editable=False)
    round = models.PositiveIntegerField(default=1, editable=False)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    emptied_at = models.DateTimeField(null=True, editable=False)  # of an old one: since when no row lies under it

    objects = DataKeyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["owner", "round"], name="one_data_key_an_owner_and_round"),
        ]

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
