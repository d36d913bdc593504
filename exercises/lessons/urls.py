from django.urls import path

from exercises.lessons import views

app_name = "lessons"

urlpatterns = [
    path("", views.learn, name="learn"),
    path("about/", views.about, name="about"),
    path("resources/", views.resources, name="resources"),
    path("first/", views.first, name="first"),
    path("<slug:slug>/", views.lesson, name="lesson"),
    path("<slug:slug>/done/", views.done, name="done"),
    path("<slug:slug>/<slug:key>/", views.step, name="step"),
]
