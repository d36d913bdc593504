from django.urls import path

from exercises.caseload import views

app_name = "caseload"

TOGETHER = {"together": True}

urlpatterns = [
    path("", views.clients, name="clients"),
    path("find/", views.find, name="find"),
    path("<uuid:link>/", views.client, name="client"),
    path("<uuid:link>/brief/", views.brief, name="brief"),
    path("<uuid:link>/session/", views.session, name="session"),
    path("<uuid:link>/together/", views.client, TOGETHER, name="couple"),
    path("<uuid:link>/together/brief/", views.brief, TOGETHER, name="couple_brief"),
    path("<uuid:link>/together/loop/", views.loop, name="couple_loop"),
    path("<uuid:link>/together/session/", views.session, TOGETHER, name="couple_session"),
]
