from django.urls import path

from exercises.pause import views

app_name = "pause"

urlpatterns = [
    path("", views.pause, name="pause"),
    path("now/", views.now, name="now"),
    path("letters/", views.letters, name="letters"),
    path("letters/stop/<str:token>/", views.stop_letters, name="stop_letters"),
    path("again/", views.again, name="again"),
    path("<uuid:pk>/longer/", views.longer, name="longer"),
    path("<uuid:pk>/end/", views.end, name="end"),
    path("<uuid:pk>/put-away/", views.put_away, name="put_away"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
]
