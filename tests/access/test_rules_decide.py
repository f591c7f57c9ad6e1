from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.template.response import TemplateResponse

from poukama.access import policy
from poukama.access.actor import EVERYTHING, NOTHING, Actor
from poukama.access.decorators import ReadOnlyViewWrites, opened, public, reads, writes
from poukama.access.models import AuditEvent
from poukama.access.policy import allows, get_or_404, may, may_ever, visible
from poukama.organisation.choices import Role
from poukama.organisation.models import Area, Assignment, WorkForm
from poukama.toolkit import clock
from tests.factories.organisation import AreaFactory, AssignmentFactory, UserFactory

DO = "test.do_it"


@pytest.fixture
def rule(monkeypatch):
    """Workers and leads, each in their own work forms."""
    policy.rules()
    monkeypatch.setattr(policy, "_rules", dict(policy._rules))
    monkeypatch.setattr(policy, "rules", lambda: policy._rules)

    @allows(DO, WorkForm, to=(Role.WORKER, Role.LEAD))
    def may_do_it(actor):
        """Workers and leads,
        in their own work forms."""
        return actor.within("", Role.WORKER, Role.LEAD)

    return policy.rule_for(DO)


def actor(user, day=None):
    return Actor(user, day or clock.today())


# Who someone is on a day


@pytest.mark.parametrize(
    "day, held",
    [
        (date(2024, 1, 1), False),
        (date(2024, 1, 2), True),
        (date(2024, 1, 3), True),
        (date(2024, 1, 4), False),
    ],
)
def test_a_role_is_held_from_its_first_day_to_its_last(db, day, held):
    row = AssignmentFactory(starts_on=date(2024, 1, 2), ends_on=date(2024, 1, 3))

    assert actor(row.user, day).has(Role.WORKER) is held


def test_roles_are_loaded_once(aino, django_assert_num_queries):
    someone = actor(aino)

    with django_assert_num_queries(1):
        assert someone.has(Role.WORKER)
        assert not someone.has(Role.LEAD)
        assert not someone.is_everywhere(Role.WORKER)
        assert len(someone.work_forms_as(Role.WORKER)) == 1


def test_within_a_work_form_everywhere_and_nowhere(aino, bertta, director, work_form_a, work_form_b):
    def seen(user, *roles, path=""):
        return set(WorkForm.objects.filter(actor(user).within(path, *roles)))

    assert seen(aino, Role.WORKER) == {work_form_a}
    assert seen(aino, Role.LEAD) == set()
    assert seen(director, Role.DIRECTOR) == {work_form_a, work_form_b}
    rows = Assignment.objects.filter(actor(bertta).within("work_form", Role.WORKER))
    assert {row.user for row in rows} == {bertta}


def test_conditions_of_everything_and_nothing_join(work_form_a):
    assert list(WorkForm.objects.filter(EVERYTHING | Q(pk=0))) == [work_form_a]
    assert list(WorkForm.objects.filter(NOTHING | Q(pk=work_form_a.pk))) == [work_form_a]
    assert list(WorkForm.objects.filter(NOTHING & Q(pk=work_form_a.pk))) == []


# One rule, two uses


def test_a_list_and_one_object_follow_the_same_rule(rule, aino, bertta, cecilia, work_form_a, work_form_b):
    for user, expected in [(aino, [work_form_a]), (bertta, [work_form_b]), (cecilia, [])]:
        someone = actor(user)
        assert list(visible(someone, DO, WorkForm.objects.order_by("pk"))) == expected
        assert [one for one in (work_form_a, work_form_b) if may(someone, DO, one)] == expected
        for one in (work_form_a, work_form_b):
            if one in expected:
                assert get_or_404(someone, DO, WorkForm, pk=one.pk) == one
                assert get_or_404(someone, DO, WorkForm.objects.filter(key=one.key), key=one.key) == one
            else:
                with pytest.raises(Http404):
                    get_or_404(someone, DO, WorkForm, pk=one.pk)


def test_without_an_object_it_is_asked_whether_ever(rule, aino, cecilia):
    assert may(actor(aino), DO)
    assert may_ever(actor(aino), DO)
    assert not may(actor(cecilia), DO)


def test_whoever_never_may_costs_no_query_for_the_object(
    rule, cecilia, work_form_a, django_assert_num_queries
):
    someone = actor(cecilia)
    assert not someone.held

    with django_assert_num_queries(0):
        assert not may(someone, DO, work_form_a)
        assert list(visible(someone, DO, WorkForm.objects.all())) == []


def test_a_rule_is_about_its_own_model(rule, aino):
    with pytest.raises(TypeError, match="test.do_it is about WorkForm, not Area"):
        visible(actor(aino), DO, Area.objects.all())


def test_an_action_has_one_rule(rule):
    with pytest.raises(ValueError, match="test.do_it has two rules"):
        allows(DO, WorkForm, to=(Role.LEAD,))(lambda actor: EVERYTHING)


def test_an_action_without_a_rule_is_a_mistake(aino):
    with pytest.raises(KeyError):
        may_ever(actor(aino), "test.nobody_wrote_it")


def test_a_rule_can_be_read(rule):
    assert (rule.words, rule.title, rule.to) == (
        "Workers and leads, in their own work forms.",
        "Do it",
        (Role.WORKER, Role.LEAD),
    )


# Views


@pytest.fixture
def ask(rf, rule):
    def ask(view, user, method="get", **extra):
        request = getattr(rf, method)("/somewhere/", **extra)
        request.user = user
        return view(request), request

    return ask


def test_a_reading_view_answers_whoever_ever_may(ask, aino, cecilia):
    view = reads(DO)(lambda request: HttpResponse(request.actor.user.initials))

    assert ask(view, aino)[0].content == b"AW"
    with pytest.raises(Http404):
        ask(view, cecilia)
    assert ask(view, AnonymousUser())[0].status_code == 302
    assert view.action == DO


def test_a_reading_view_takes_no_post_and_a_stranger_does_not_learn_of_it(ask, aino, cecilia):
    view = reads(DO)(lambda request: HttpResponse())

    assert ask(view, aino, "post")[0].status_code == 405
    with pytest.raises(Http404):
        ask(view, cecilia, "post")


@pytest.mark.parametrize(
    "write",
    [
        lambda: Area.objects.create(key="x", name="X"),
        lambda: Area.objects.update(name="X"),
        lambda: Area.objects.all().delete(),
    ],
)
def test_a_reading_view_changes_nothing(ask, aino, write):
    AreaFactory(key="kept")

    def view(request):
        write()
        return HttpResponse()

    with pytest.raises(ReadOnlyViewWrites):
        ask(reads(DO)(view), aino)


def test_a_template_of_a_reading_view_changes_nothing_either(ask, aino, monkeypatch):
    def view(request):
        response = TemplateResponse(request, "404.html")
        response.add_post_render_callback(lambda _: Area.objects.create(key="x", name="X"))
        return response

    with pytest.raises(ReadOnlyViewWrites):
        ask(reads(DO)(view), aino)


@pytest.mark.parametrize("decorator", [reads, writes])
@pytest.mark.parametrize("status, events", [(200, 1), (302, 1), (404, 0), (422, 0)])
def test_what_was_opened_is_audited_once_it_was_shown(ask, aino, work_form_a, decorator, status, events):
    def view(request):
        opened(request, work_form_a, work_form=work_form_a.key, n=1)
        return HttpResponse(status=status)

    ask(decorator(DO)(view), aino)

    found = AuditEvent.objects.order_by("id").values_list(
        "action", "actor", "about_id", "work_form", "detail"
    )
    assert list(found) == [(DO, aino.pk, str(work_form_a.pk), "work-form-a", {"n": 1})] * events


def test_a_writing_view_writes(ask, aino):
    view = writes(DO)(lambda request: HttpResponse(str(AreaFactory().pk)))

    assert ask(view, aino, "post")[0].status_code == 200
    assert Area.objects.count() == 1
    assert ask(view, aino, "put")[0].status_code == 405
    assert ask(writes(DO, methods=("POST",))(view), aino)[0].status_code == 405


def test_the_actor_of_the_request_is_kept(rf, rule, aino):
    request = rf.get("/")
    request.user = aino
    request.actor = actor(aino, clock.today() + timedelta(days=1))

    reads(DO)(lambda request: HttpResponse())(request)

    assert request.actor.day == clock.today() + timedelta(days=1)


def test_a_public_view_says_why(rf):
    view = public("for everyone")(lambda request: HttpResponse())

    assert (view.public_because, view(rf.get("/")).status_code) == ("for everyone", 200)


# Templates


def shown(template, **context):
    return Template("{% load access %}" + template).render(Context(context))


def test_a_template_asks_the_rule(rf, rule, aino, work_form_a, work_form_b):
    request = rf.get("/")
    template = "{% can 'test.do_it' one %}yes{% endcan %}{% can 'test.do_it' %} ever{% endcan %}"
    assert shown(template, one=work_form_a) == ""

    request.actor = actor(aino)
    assert shown(template, request=request, one=work_form_a) == "yes ever"
    assert shown(template, request=request, one=work_form_b) == " ever"
    request.actor = actor(UserFactory())
    assert shown(template, request=request, one=work_form_a) == ""


@pytest.mark.parametrize("wrong", ["{% can %}{% endcan %}", "{% can 'a' b c %}{% endcan %}"])
def test_a_template_that_asks_wrongly_is_a_mistake(wrong):
    with pytest.raises(TemplateSyntaxError):
        shown(wrong)
