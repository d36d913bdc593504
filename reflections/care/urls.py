from django.urls import path

from reflections.care.views import client, inviting, notes, practice

app_name = "care"

urlpatterns = [
    path("care/", client.care, name="care"),
    path("care/invite/", inviting.invite, name="invite"),
    path("care/invite/withdraw/", inviting.withdraw, name="withdraw"),
    path("care/come/<str:token>/", inviting.arrive, name="arrive"),
    path("care/invitation/", inviting.invitation, name="invitation"),
    path("care/code/", inviting.code, name="code"),
    path("care/end/", client.end_all, name="end_all"),
    path("care/<uuid:pk>/", client.link, name="link"),
    path("care/<uuid:pk>/terms/", client.terms, name="terms"),
    path("care/<uuid:pk>/partner/", client.partner, name="partner"),
    path("care/<uuid:pk>/end/", client.end, name="end"),
    path("therapist/apply/", practice.apply, name="apply"),
    path("therapist/profile/", practice.profile, name="profile"),
    path("clients/invite/", inviting.invite_client, name="invite_client"),
    path("clients/invite/<uuid:pk>/withdraw/", inviting.withdraw_client, name="withdraw_client"),
    path("clients/kept-notes/", notes.kept, name="kept"),
    path("clients/<uuid:pk>/end/", notes.end, name="end_client"),
    path("clients/<uuid:pk>/notes/", notes.about, name="notes"),
    path("clients/<uuid:pk>/notes/file/", notes.export, name="notes_file"),
    path("clients/<uuid:pk>/notes/<uuid:note_pk>/", notes.note, name="note"),
    path("clients/<uuid:pk>/notes/<uuid:note_pk>/throw-away/", notes.throw_away, name="throw_away"),
]
