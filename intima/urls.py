"""The map: one include() per room."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from intima.accounts.urls import entrance
from intima.kit import health

handler400 = "intima.kit.errors.bad_request"
handler403 = "intima.kit.errors.forbidden"
handler404 = "intima.kit.errors.not_found"
handler429 = "intima.kit.errors.too_many"
handler500 = "intima.kit.errors.server_error"

urlpatterns = [
    path("", include("intima.today.urls")),
    path("", include("intima.safety.urls")),
    path("data/", include("intima.own.urls")),
    path("accounts/", include("intima.accounts.urls")),
    path("accounts/", include(entrance)),
    path("mail/", include("intima.mail.urls")),
    path("us/", include("reflections.spaces.urls")),
    path("", include("reflections.care.urls")),
    path("", include("reflections.releases.urls")),
    path("notes/", include("reflections.notes.urls")),
    path("journal/", include("reflections.journal.urls")),
    path("checkin/", include("reflections.checkins.urls")),
    path("reminders/", include("reflections.reminders.urls")),
    path("learn/", include("exercises.lessons.urls")),
    path("pause/", include("exercises.pause.urls")),
    path("rituals/", include("exercises.rituals.urls")),
    path("breathe/", include("exercises.breath.urls")),
    path("loop/", include("exercises.loop.urls")),
    path("guide/", include("exercises.guide.urls")),
    path("therapist/exercises/", include("exercises.authoring.urls")),
    path("practice/", include("exercises.practices.urls")),
    path("", include("exercises.homework.urls")),
    path("clients/", include("exercises.caseload.urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.DEMO:
    urlpatterns.append(path("mailbox/", include("intima.demo.urls")))
