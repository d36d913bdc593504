from django.urls import path

from reflections.releases import views

app_name = "releases"

urlpatterns = [
    path("care/ledger/", views.openings, name="ledger"),
    path("care/release/<str:kind>/<uuid:pk>/", views.release, name="release"),
    path("care/released/<uuid:pk>/take-back/", views.take_back, name="take_back"),
    path("care/<uuid:pk>/seen/", views.seen, name="seen"),
    path("care/<uuid:pk>/seen/take-back/", views.take_all_back, name="take_all_back"),
    path("clients/<uuid:pk>/released/<uuid:item_pk>/", views.read, name="read"),
]
