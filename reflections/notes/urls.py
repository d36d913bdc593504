from django.urls import path

from reflections.notes import views

app_name = "notes"

urlpatterns = [
    path("", views.notes, name="notes"),
    path("write/", views.write, name="write"),
    path("mute/", views.mute, name="mute"),
    path("<uuid:pk>/", views.note, name="note"),
]
