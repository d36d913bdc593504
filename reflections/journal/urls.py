from django.urls import path

from reflections.journal.views import drafts, entries, exchanges, questions, sharing

app_name = "journal"

urlpatterns = [
    path("", entries.journal, name="journal"),
    path("write/", entries.write, name="write"),
    path("questions/", questions.questions, name="questions"),
    path("search/", entries.search, name="search"),
    path("draft/", drafts.draft, name="draft"),
    path("draft/<uuid:pk>/drop/", drafts.drop_draft, name="drop_draft"),
    path("take-back/", sharing.take_all_back, name="take_all_back"),
    path("together/", exchanges.exchanges, name="exchanges"),
    path("together/propose/", exchanges.propose, name="propose"),
    path("together/<uuid:pk>/", exchanges.exchange, name="exchange"),
    path("together/<uuid:pk>/answer/", exchanges.answer, name="answer"),
    path("together/<uuid:pk>/draft/", drafts.answer_draft, name="answer_draft"),
    path("together/<uuid:pk>/confirm/", exchanges.confirm, name="confirm"),
    path("together/<uuid:pk>/withdraw/", exchanges.withdraw, name="withdraw"),
    path("together/<uuid:pk>/not-this-one/", exchanges.not_this_one, name="not_this_one"),
    path("together/<uuid:pk>/take-back/", exchanges.take_answer_back, name="take_answer_back"),
    path("together/<uuid:pk>/ask/", exchanges.ask, name="ask"),
    path("together/<uuid:pk>/keep/", exchanges.keep_answer, name="keep_answer"),
    path("<uuid:pk>/", entries.entry, name="entry"),
    path("<uuid:pk>/edit/", entries.edit, name="edit"),
    path("<uuid:pk>/draft/", drafts.edit_draft, name="edit_draft"),
    path("<uuid:pk>/share/", sharing.share, name="share"),
    path("<uuid:pk>/take-back/", sharing.take_back, name="take_back"),
    path("<uuid:pk>/delete/", entries.delete, name="delete"),
]
