from django.urls import path

from reflections.checkins.views import days, sharing, trends

app_name = "checkins"

urlpatterns = [
    path("", days.today, name="today"),
    path("kept/", days.kept, name="kept"),
    path("days/", days.all_days, name="days"),
    path("days/<uuid:pk>/", days.day, name="day"),
    path("days/<uuid:pk>/share/", sharing.share, name="share"),
    path("days/<uuid:pk>/take-back/", sharing.take_back, name="take_back"),
    path("from-partner/", days.from_partner, name="from_partner"),
    path("trends/", trends.trends, name="trends"),
    path("trends/share/", trends.share, name="share_trends"),
    path("trends/take-back/", trends.take_back, name="take_trends_back"),
]
