from django.urls import path

from poukama.casework import views

app_name = "casework"
urlpatterns = [
    path("", views.episode_list, name="episodes"),
    path("search/", views.search, name="search"),
    path("open/", views.where_to_open, name="open"),
    path("open/<int:work_form>/", views.find, name="find"),
    path("open/<int:work_form>/new/<slug:whose>/", views.open_new, name="open_new"),
    path("open/<int:work_form>/family/<int:pk>/", views.open_family, name="open_family"),
    path("open/<int:work_form>/person/<int:pk>/", views.open_person, name="open_person"),
    path("record/", views.record, name="record"),
    path("pick/", views.pick, name="pick"),
    path("contacts/<int:pk>/undo/", views.undo_contact, name="undo_contact"),
    path("consultations/", views.consultations, name="consultations"),
    path("consultations/record/", views.record_consultation, name="record_consultation"),
    path("consultations/<int:pk>/undo/", views.undo_consultation, name="undo_consultation"),
    path("members/<int:pk>/end/", views.end_member, name="end_member"),
    path("members/<int:pk>/resume/", views.resume, name="resume_member"),
    path("members/<int:pk>/undo/", views.undo_member, name="undo_member"),
    path("phases/<int:pk>/undo/", views.undo_phase, name="undo_phase"),
    path("panels/quick/", views.quick_panel, name="quick_panel"),
    path("panels/mine/", views.my_recordings_panel, name="my_recordings_panel"),
    path("<int:pk>/", views.episode, name="episode"),
    path("<int:pk>/contact/", views.record_in, name="record_in"),
    path("<int:pk>/members/", views.add_member, name="add_member"),
    path("<int:pk>/phase/", views.begin_phase, name="begin_phase"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/alerts/", views.add_alert, name="add_alert"),
    path("<int:pk>/alerts/<uuid:alert>/", views.change_alert, name="change_alert"),
    path("<int:pk>/alerts/<uuid:alert>/end/", views.end_alert, name="end_alert"),
    path("<int:pk>/openings/", views.who_opened, name="who_opened"),
    path("<int:pk>/undo/", views.undo_episode, name="undo_episode"),
]
