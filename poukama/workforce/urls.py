from django.urls import path

from poukama.workforce.views import matches, partners, volunteers

app_name = "workforce"
urlpatterns = [
    path("volunteers/", volunteers.volunteer_list, name="volunteers"),
    path("volunteers/<int:pk>/", volunteers.volunteer, name="volunteer"),
    path("volunteers/<int:pk>/role/<slug:work_form>/", volunteers.role_add, name="role_add"),
    path("volunteers/new/<slug:work_form>/", volunteers.volunteer_add, name="volunteer_add"),
    path("roles/<int:pk>/end/", volunteers.role_end, name="role_end"),
    path("roles/<int:pk>/resume/", volunteers.role_resume, name="role_resume"),
    path("roles/<int:pk>/void/", volunteers.role_void, name="role_void"),
    path("matches/", matches.match_list, name="matches"),
    path("matches/new/<slug:work_form>/", matches.match_add, name="match_add"),
    path("matches/<int:pk>/end/", matches.match_end, name="match_end"),
    path("matches/<int:pk>/resume/", matches.match_resume, name="match_resume"),
    path("matches/<int:pk>/void/", matches.match_void, name="match_void"),
    path("partners/", partners.partner_list, name="partners"),
    path("partners/new/<slug:work_form>/", partners.partnership_add, name="partnership_add"),
    path("partners/<int:pk>/end/", partners.partnership_end, name="partnership_end"),
    path("partners/<int:pk>/resume/", partners.partnership_resume, name="partnership_resume"),
    path("partners/<int:pk>/void/", partners.partnership_void, name="partnership_void"),
]
