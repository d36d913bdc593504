from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.authoring import drafts
from exercises.authoring.drafts import LONGEST_TEXT
from intima.content.exercises import Exercise
from intima.content.reading import Refused, Wrong
from intima.kit.forms import WordsField

MOST = 20  # of what is wrong, said at once


class TakeInForm(forms.Form):
    """An exercise in the form of a file: chosen, or pasted. `exercise` is what it holds.

    The text of a file that is refused stands in `text` afterwards, to be mended there.
    """

    file = forms.FileField(label=gettext_lazy("A file"), required=False, allow_empty_file=True)
    text = WordsField(
        label=gettext_lazy("Or its text"),
        help_text=gettext_lazy("Paste what such a file holds. If a file is chosen above, that counts."),
        required=False,
        longest=LONGEST_TEXT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".yaml,.yml,text/plain"
        self.fields["text"].widget.attrs["rows"] = 16
        self.wrong: list[Wrong] = []
        self.more = 0  # how much else is wrong

    def clean(self) -> dict[str, Any]:
        text = self._text()
        if self.errors:
            return self.cleaned_data
        if not text.strip():
            raise ValidationError(_("Choose a file, or paste its text."))
        try:
            self.exercise: Exercise = drafts.read(text)
        except Refused as refused:
            self.wrong, self.more = refused.wrong[:MOST], max(0, len(refused.wrong) - MOST)
            raise ValidationError(_("This cannot be taken in yet. What to mend is listed by its line.")) from refused
        return self.cleaned_data

    def _text(self) -> str:
        """What the file holds, else what was pasted."""
        file = self.cleaned_data.get("file")
        if not file:
            return str(self.cleaned_data.get("text", ""))
        try:
            text: str = file.read().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.add_error("file", _("This file is no text. Choose one that was saved here, or written like those."))
            return ""
        self.data = {**self.data.dict(), "text": text}  # type: ignore[attr-defined]
        if len(text) > LONGEST_TEXT:
            self.add_error("file", _("This file is too long for an exercise. Make it shorter below, then try again."))
        return text
