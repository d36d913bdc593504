"""Fields as an author fills them: whatever is typed is kept, and content's own schema says what is wrong with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intima.kit.forms import WordsField


class Lines(WordsField):
    """Some lines of words; empty is allowed, the schema says whether."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs["rows"] = rows


class Line(Lines):
    """A line of words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)
        del self.widget.attrs["rows"]


class Number(Line):
    """A whole number; anything else is handed on as it was typed, so that the schema answers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        return int(text) if text.isdecimal() and len(text) < 6 else text


class Markdown(Lines):
    """Words that may be set apart by a star on each side, and lists."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("One *star* on each side sets words apart; a line that begins with - is a list.")
        )
        super().__init__(rows=5, **kwargs)


def sentence(says: str) -> str:
    """A refusal of content's as a sentence beside a field."""
    return f"{says[:1].upper()}{says[1:]}."
