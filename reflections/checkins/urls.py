from django.urls import path

from reflections.checkins import views

app_name = "checkins"

urlpatterns = [
    path("", views.today, name="today"),
    path("kept/", views.kept, name="kept"),
]
