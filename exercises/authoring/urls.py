from django.urls import path

from exercises.authoring.views import pages, steps

app_name = "authoring"

urlpatterns = [
    path("", pages.exercises, name="exercises"),
    path("new/", pages.new, name="new"),
    path("library/", pages.library, name="library"),
    path("library/<slug:slug>/copy/", pages.copy_library, name="copy_library"),
    path("from-a-file/", pages.take_in, name="take_in"),
    path("<uuid:pk>/", pages.exercise, name="exercise"),
    path("<uuid:pk>/about/", pages.about, name="about"),
    path("<uuid:pk>/publish/", pages.publish, name="publish"),
    path("<uuid:pk>/file/", pages.file, name="file"),
    path("<uuid:pk>/copy/", pages.copy, name="copy"),
    path("<uuid:pk>/put-away/", pages.put_away, name="put_away"),
    path("<uuid:pk>/take-up/", pages.take_up, name="take_up"),
    path("<uuid:pk>/throw-away/", pages.throw_away, name="throw_away"),
    path("<uuid:pk>/add/<slug:kind>/", steps.add, name="add"),
    path("<uuid:pk>/steps/<slug:key>/", steps.step, name="step"),
    path("<uuid:pk>/steps/<slug:key>/move/", steps.move, name="move"),
    path("<uuid:pk>/steps/<slug:key>/remove/", steps.remove, name="remove"),
]
