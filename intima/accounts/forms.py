"""Who somebody is, and allauth's forms in our words: no placeholders, and a password typed once."""

import unicodedata
from typing import Any

from allauth.account import forms as entrance
from allauth.account.adapter import get_adapter
from allauth.account.utils import setup_user_email
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intima.accounts import actions, factors, visits, zones
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.forms import OfferedChoice

# --- Who somebody is ----------------------------------------------------------------------------


def check_name(name: str) -> None:
    """Any writing of the world is a name; line breaks and control characters are not, nor is nothing to be seen."""
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in name):
        raise ValidationError(_("Write the name in one line, with letters, signs and spaces."), code="control")
    if not any(sign.isprintable() and sign != " " for sign in name):
        raise ValidationError(_("Write a name that can be seen."), code="invisible")


class _Zones(forms.Select):
    """A zone's option also says its old names, by which the clock of a device may go."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if old := zones.old_names().get(value):
            option["attrs"]["data-also"] = old
        return option


class _Zone(OfferedChoice):
    """Any zone there is, kept by its present name."""

    def to_python(self, value: Any) -> str:
        return zones.current(super().to_python(value))

    def valid_value(self, value: Any) -> bool:
        return value in clock.zone_names()


class WhoForm(forms.Form):
    """Name, time zone and language, to change them."""

    name = forms.CharField(
        label=_("What shall we call you?"),
        help_text=_("A first name or a short name is plenty. Whoever you invite sees it."),
        max_length=60,
        validators=[check_name],
        error_messages={"required": _("Write a name. A first name or a short name is plenty.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    time_zone = _Zone(
        label=_("Which clock do you live by?"),
        help_text=_("Your days, and any letters you ask for, follow it."),
        choices=zones.choices,
        error_messages={"required": _("Choose the city nearest to you.")},
        widget=_Zones(attrs={"data-zone": ""}),
    )
    language = OfferedChoice(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mine := self.initial.get("time_zone"):
            self.fields["time_zone"].choices = zones.choices(mine)  # type: ignore[attr-defined]


class BeginForm(WhoForm):
    """The same, and that somebody new is an adult."""

    adult = forms.BooleanField(
        label=_("I am 18 or older"),
        error_messages={"required": _("This place is for adults. Tick the box if you are 18 or older.")},
    )


# --- allauth's forms ----------------------------------------------------------------------------


def _tidy(form: forms.BaseForm) -> None:
    """No placeholders, which vanish when typing begins, and no second field for the same password."""
    form.fields.pop("password2", None)
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class _Address(forms.Form):
    """One email address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self)
        for name in {"email", "login"} & set(self.fields):
            self.fields[name].label = _("Your email address")
            self.fields[name].error_messages["required"] = _("Write your email address.")
            self.fields[name].validators.append(MaxLengthValidator(254))  # allauth would cut a longer one off


class AskForReset(_Address, entrance.ResetPasswordForm):
    users: list[Person]

    def clean_email(self) -> str:
        """Somebody whom mail does not let in is treated as unknown; the letter says what to do instead."""
        email: str = super().clean_email()
        if self.users and not factors.opens_by_mail(self.users[0]):
            self.users = []
            setattr(context.request, factors.NO_WAY_IN, True)
        return email


class SignIn(_Address, entrance.LoginForm):
    """By emailed code: an address is all it asks."""

    user: Person | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared"] = forms.BooleanField(
            label=_("Somebody else uses this device"),
            help_text=_("You are signed out when the browser closes, and after an hour without a page."),
            required=False,
        )

    def clean(self) -> Any:
        """Somebody who takes no codes is treated as unknown: page and time are the same, the letter is another."""
        cleaned = super().clean()
        if self.user and not self.user.takes_codes and "password" not in self.fields:
            self.user = None
            setattr(context.request, factors.NO_WAY_IN, True)
        return cleaned

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> Any:
        visits.share_device(request, shared=self.cleaned_data["shared"])
        return super().login(request, redirect_url)


class SignInByPassword(SignIn):
    def _setup_password_field(self) -> None:
        """Keep the field, though sign-up asks for none."""
        self.fields["password"].help_text = ""


class SignUp(_Address, entrance.SignupForm):
    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> Any:
        """Somebody who never typed the code of their first try begins anew with the same account.

        Two who sign up with one address at the same moment: the second is answered as if the first were long ago.
        """
        if self.account_already_exists and (begun := actions.never_confirmed(self.cleaned_data["email"])):
            return begun, None
        if self.account_already_exists:
            self._begin_and_undo(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    @transaction.atomic
    def _begin_and_undo(self, request: HttpRequest) -> None:
        """The work that a new account is: whoever is answered sooner would know that there is one."""
        nobody = get_adapter().new_user(request)
        nobody.email = f"{nobody.pk}@{self.cleaned_data['email'].rpartition('@')[2]}"
        nobody.set_unusable_password()
        nobody.save()
        setup_user_email(request, nobody, [])
        transaction.set_rollback(True)


class ChangeAddress(_Address, entrance.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New email address")


class _Code(forms.Form):
    """The code of a letter. Capitals, dashes and spaces do not matter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self)
        code = self.fields["code"]
        code.label = _("The code from the letter")
        code.error_messages["required"] = _("Type the code from the letter.")
        code.widget.attrs |= {
            "class": "code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autofocus": True,
        }


class SignInCode(_Code, entrance.ConfirmLoginCodeForm):
    pass


class AddressCode(_Code, entrance.ConfirmEmailVerificationCodeForm):
    pass


class ResetCode(_Code, entrance.ConfirmPasswordResetCodeForm):
    pass


class _NewPassword(forms.Form):
    """A new password, typed once: a slip is mended by a code, and a password manager makes none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _("At least 15 characters. A few words in a row do well.")


class SetPassword(_NewPassword, entrance.SetPasswordForm):
    pass


class ResetPassword(_NewPassword, entrance.ResetPasswordKeyForm):
    pass


class ChangePassword(_NewPassword, entrance.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("The password you have now")
        self.fields["oldpassword"].help_text = ""


def described(person: Person) -> dict[str, str]:
    """What WhoForm shows of somebody before they change it."""
    return {"name": person.name, "time_zone": zones.current(person.time_zone), "language": person.language}
