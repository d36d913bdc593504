"""A therapist's own notes about a client: theirs alone, also after the link has ended."""

import uuid
from datetime import datetime

from django.db import transaction

from reflections.care.models import CareLink, PrivateNote, Therapist


def subject_of(therapist: Therapist, pk: uuid.UUID) -> CareLink:
    """The link whose notes these are: an active one, or an ended one that notes were kept of.

    Raises CareLink.DoesNotExist.
    """
    link = CareLink.objects.filter(therapist=therapist).select_related("client", "therapist__person").get(pk=pk)
    kept = link.state == CareLink.State.ENDED and link.kept_name is not None
    if not (kept or CareLink.objects.active().filter(pk=pk).exists()):
        raise CareLink.DoesNotExist
    return link


def name_of(link: CareLink) -> str:
    """Whom the notes are about: as the client is called now, or was when the link ended."""
    return (link.kept_name or "") if link.state == CareLink.State.ENDED else link.client.name


def kept_of(therapist: Therapist) -> list[CareLink]:
    """The ended links that the therapist kept notes of, the last ended first."""
    ended = CareLink.objects.filter(therapist=therapist, state=CareLink.State.ENDED, kept_name__isnull=False)
    return list(ended.order_by("-ended_at", "-pk"))


@transaction.atomic
def keep(*, therapist: Therapist, link: CareLink, key: uuid.UUID, text: str, at: datetime) -> PrivateNote:
    """Keep a note; the same key twice is one note."""
    pk = uuid.uuid5(link.pk, key.hex)
    mine = PrivateNote.objects.of(therapist.person).filter(link=link)
    note = mine.filter(pk=pk).first()
    if note is None:
        return PrivateNote.objects.create(pk=pk, author=therapist.person, link=link, text=text, written_at=at)
    return change(note=note, text=text, at=at)


@transaction.atomic
def change(*, note: PrivateNote, text: str, at: datetime) -> PrivateNote:
    """Put other words in its place."""
    if note.text != text:
        note.text, note.changed_at = text, at
        note.save(update_fields=["text", "changed_at"])
    return note


@transaction.atomic
def throw_away(*, note: PrivateNote) -> None:
    """It is gone for good. With the last one of an ended link goes the name that said whom they were about.

    And the link itself, where its client's account is gone: it was kept for the notes alone.
    """
    link = CareLink.objects.select_for_update().get(pk=note.link_id)
    note.delete()
    if link.state != CareLink.State.ENDED or PrivateNote.objects.filter(link=link).exists():
        return
    if link.client_id is None:
        link.delete()
    else:
        link.kept_name = None
        link.save(update_fields=["kept_name"])
