from django.urls import path

from exercises.loop import views

app_name = "loop"

urlpatterns = [
    path("", views.loop, name="loop"),
    path("card/", views.card, name="card"),
    path("card/throw-away/", views.throw_away, name="throw_away"),
    path("share/", views.share, name="share"),
    path("take-back/", views.take_back, name="take_back"),
    path("name/", views.name, name="name"),
    path("name/<uuid:pk>/agree/", views.agree, name="agree"),
    path("name/<uuid:pk>/let-go/", views.let_go, name="let_go"),
    path("picture.svg", views.picture, name="picture"),
]
