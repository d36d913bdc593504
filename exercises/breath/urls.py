from django.urls import path

from exercises.breath import views

app_name = "breath"

urlpatterns = [
    path("", views.breath, name="breath"),
    path("now/", views.now, name="now"),
    path("clock/", views.server_clock, name="clock"),
    path("start/", views.start, name="start"),
]
