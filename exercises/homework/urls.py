from django.urls import path

from exercises.homework.views import client, releasing, therapist

app_name = "homework"

urlpatterns = [
    path("homework/", client.homework, name="homework"),
    path("homework/letters/", client.letters, name="letters"),
    path("homework/<uuid:pk>/", client.half, name="half"),
    path("homework/told/<uuid:pk>/", releasing.told, name="told"),
    path("homework/told/<uuid:pk>/show/", releasing.show, name="show"),
    path("homework/told/<uuid:pk>/take-back/", releasing.take_back, name="take_back"),
    path("clients/<uuid:link>/assign/", therapist.assign, name="assign"),
    path("clients/<uuid:link>/homework/<uuid:pk>/", therapist.given, name="given"),
    path("clients/<uuid:link>/homework/<uuid:pk>/discuss/", therapist.discuss, name="discuss"),
]
