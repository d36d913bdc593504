from django.urls import path

from intima.own import views

app_name = "own"

urlpatterns = [
    path("", views.data, name="data"),
    path("take/", views.take, name="take"),
    path("leave/", views.leave, name="leave"),
    path("leave/stay/", views.stay, name="stay"),
    path("kept/", views.kept, name="kept"),
]
