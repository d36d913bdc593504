"""Becoming a therapist here, and what clients read of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.care.actions import practice
from reflections.care.forms import ProfileForm

SAID = ("credentials", "practice", "about", "secrets")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def apply(request: PersonRequest) -> HttpResponse:
    """Ask to be let in as a therapist."""
    if practice.of(request.user):
        return redirect("care:profile")
    form = ProfileForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        practice.apply(person=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Sent. The practice looks at it and lets you in."))
        return redirect("care:profile")
    return page(request, "care/apply.html", status=422 if form.is_bound else 200, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: PersonRequest) -> HttpResponse:
    """What clients read; and, until the first client can come, what is to be done."""
    mine = practice.of(request.user)
    if mine is None:
        return redirect("care:apply")
    said = {name: getattr(mine, f"next_{name}", "") or getattr(mine, name) for name in SAID}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        kept = practice.describe(person=request.user, **form.cleaned_data)
        if not kept.next_credentials:
            messages.success(request, _("Kept. Your clients read it like this from now on."))
        return redirect("care:profile")
    status = 422 if form.is_bound else 200
    ready = request.user.has_second_factor
    return page(request, "care/profile.html", status=status, form=form, therapist=mine, has_second_step=ready)
