from django.urls import path

from reflections.reminders import views

app_name = "reminders"

urlpatterns = [
    path("", views.reminders, name="reminders"),
    path("turn/", views.turn, name="turn"),
    path("now/", views.now, name="now"),
    path("pause/", views.pause, name="pause"),
    path("resume/", views.resume, name="resume"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("snooze/<str:token>/", views.snooze, name="snooze"),
]
