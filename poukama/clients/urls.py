from django.urls import path

from poukama.clients import views

app_name = "clients"
urlpatterns = [
    path("code-name/", views.another_code_name, name="code_name"),
    path("walls/", views.wall_list, name="walls"),
    path("panels/walls/", views.walls_panel, name="walls_panel"),
    path("walls/new/", views.set_wall, name="set_wall"),
    path("walls/new/workers/", views.set_wall_workers, name="set_wall_workers"),
    path("walls/<uuid:pk>/", views.change_wall, name="change_wall"),
    path("walls/<uuid:pk>/down/", views.take_wall_down, name="take_wall_down"),
    path("walls/proposed/<uuid:pk>/set/", views.take_up_proposal, name="take_up_proposal"),
    path("walls/proposed/<uuid:pk>/dismiss/", views.dismiss_proposal, name="dismiss_proposal"),
    path("<int:pk>/", views.card, name="card"),
    path("known/<int:pk>/name/", views.name, name="name"),
    path("known/<int:pk>/name/record/", views.name_client, name="name_client"),
    path("known/<int:pk>/ties/", views.ties, name="ties"),
    path("known/<int:pk>/ties/add/", views.add_tie, name="add_tie"),
    path("known/<int:pk>/home/", views.live_also, name="live_also"),
    path("homes/<int:pk>/end/", views.end_home, name="end_home"),
    path("ties/<int:pk>/end/", views.end_tie, name="end_tie"),
    path("ties/<int:pk>/mistake/", views.take_tie_back, name="take_tie_back"),
    path("known/<int:pk>/whereabouts/", views.whereabouts, name="whereabouts"),
    path("known/<int:pk>/whereabouts/record/", views.record_whereabouts, name="record_whereabouts"),
    path("orders/<uuid:pk>/", views.order, name="order"),
    path("orders/<uuid:pk>/renew/", views.renew_order, name="renew_order"),
    path("orders/<uuid:pk>/end/", views.end_order, name="end_order"),
    path("orders/<uuid:pk>/readers/", views.order_readers, name="order_readers"),
    path("orders/<uuid:pk>/exempt/", views.exempt, name="exempt"),
    path("orders/<uuid:pk>/exempt/<int:client>/back/", views.take_exemption_back, name="take_exemption_back"),
    path("panels/orders/", views.orders_panel, name="orders_panel"),
    path("known/<int:pk>/contact/", views.safe_contact, name="safe_contact"),
    path("known/<int:pk>/contact/agree/", views.agree_safe_contact, name="agree_safe_contact"),
]
