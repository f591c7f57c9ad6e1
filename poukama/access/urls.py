from django.urls import path

from poukama.access import public_views
from poukama.access.views import audit, roles, staff

app_name = "access"
urlpatterns = [
    path("sign-out-everywhere/", public_views.sign_out_everywhere, name="sign_out_everywhere"),
    path("roles/", roles.role_table, name="roles"),
    path("audit/", audit.audit_trail, name="audit"),
    path("staff/", staff.staff_list, name="staff"),
    path("staff/invite/", staff.invite, name="invite"),
    path("staff/<int:pk>/", staff.person, name="person"),
    path("staff/<int:pk>/invite-again/", staff.resend_invitation, name="resend_invitation"),
    path("staff/<int:pk>/assign/", staff.assign, name="assign"),
    path("staff/<int:pk>/end-all/", staff.end_all, name="end_all"),
    path("staff/<int:pk>/close/", staff.close_account, name="close_account"),
    path("staff/<int:pk>/open/", staff.open_account, name="open_account"),
    path("staff/<int:pk>/second-step/", staff.reset_second_factor, name="reset_second_factor"),
    path("assignment/<int:pk>/end/", staff.end_assignment, name="end_assignment"),
    path("assignment/<int:pk>/confirm/", staff.confirm_assignment, name="confirm_assignment"),
    path("assignment/waiting/", staff.waiting_panel, name="waiting_panel"),
    path("assignment/<int:pk>/withdraw/", staff.withdraw_assignment, name="withdraw_assignment"),
]
