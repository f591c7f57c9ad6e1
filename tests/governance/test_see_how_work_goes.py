"""Process templates and rhythms are shown with their steps, in the words of the pack."""

import pytest

from poukama.casework.choices import Trigger
from poukama.casework.models import ProcessStep
from poukama.governance.models import Rhythm
from poukama.governance.queries.steps import names_of_steps, steps_of
from poukama.organisation.choices import TermList
from tests.conftest import url
from tests.factories.casework import ProcessTemplateFactory
from tests.factories.governance import RhythmFactory
from tests.factories.organisation import TermFactory
from tests.factories.outcomes import FormFactory


@pytest.fixture
def names(db, work_form_a):
    """A word for a step and a form."""
    TermFactory(list=TermList.PROCESS_STEP, key="first_talk", name="Ensimmäinen keskustelu")
    TermFactory(list=TermList.THEME, key="first_other", name="Muu lista")
    FormFactory(key="family-survey", name="Perhekysely")
    return names_of_steps()


@pytest.mark.parametrize(
    "detail, said",
    [
        ({"start": ["first_talk", "family-survey"]}, ("Aluksi", "Ensimmäinen keskustelu ja Perhekysely")),
        ({"meetings": [3, 5]}, ("Tapaamisia", "3–5")),
        ({"meetings": 16}, ("Tapaamisia", "16")),
        ({"follow_up_months": [6, 12]}, ("Kysytään uudelleen, kuukausia myöhemmin", "6 ja 12")),
        ({"weekly": {"monday": "first_talk"}}, ("Joka viikko", "maanantai: Ensimmäinen keskustelu")),
        ({"from": "09:00", "until": "15:00"}, ("Kellonaika", "09:00–15:00")),
        ({"on": "03-01"}, ("Päivä", "1.3.")),
        ({"on": "friday"}, ("Päivä", "perjantai")),
        ({"month": 6}, ("Kuukausi", "kesäkuu")),
        ({"again_when_long": True}, ("Uudelleen, kun työ jatkuu pitkään", "kyllä")),
        ({"with": "work-form-a"}, ("Yhdessä", "Work form A")),
        ({"evening_opening": "monthly"}, ("Auki illalla", "joka kuukausi")),
        ({"unheard_of": "first_other"}, ("unheard of", "first other")),
    ],
)
def test_every_point_is_said_in_words(names, detail, said):
    (step,) = steps_of(detail, names)
    assert (step.title, step.said) == said


START = {"does": "first_talk", "name": "Ensimmäinen keskustelu", "trigger": Trigger.BY_CONTACT, "number": 2}


def test_the_pages_show_the_steps(client, board_member, signed_in, in_force, names, work_form_a):
    ProcessTemplateFactory(name="Polku", work_form=work_form_a, steps=[START])
    RhythmFactory(name="Kokous", every="weekly", detail={"on": "monday"})
    response = signed_in(board_member).get(url("governance:rhythms", 2024))
    template, (rhythm, detail) = response.context["templates"][0], response.context["rhythms"][0]
    assert template.template.name == "Polku"
    assert [step.said for step in template.steps] == ["Ensimmäinen keskustelu"]
    assert (rhythm.name, [step.said for step in detail]) == ("Kokous", ["maanantai"])
    page = response.content.decode()
    assert "</strong>: Ensimmäinen keskustelu</li>" in page
    assert "Joka viikko · päivä: maanantai" in page


def test_more_templates_ask_no_more_queries(
    client, board_member, signed_in, in_force, names, django_assert_num_queries
):
    signed_in(board_member)
    ProcessTemplateFactory(steps=[START])
    client.get(url("governance:rhythms", 2024))
    with django_assert_num_queries(12):
        client.get(url("governance:rhythms", 2024))
    for _ in range(3):
        ProcessTemplateFactory(steps=[START])
        RhythmFactory(every="weekly", detail={"form": "family-survey"})
    with django_assert_num_queries(12):
        client.get(url("governance:rhythms", 2024))


def codes(value):
    """Every key and every word of a step, at any depth."""
    if isinstance(value, dict):
        return {each for key, inside in value.items() for each in (key, *codes(inside))}
    if isinstance(value, list):
        return {each for inside in value for each in codes(inside)}
    return {value} if isinstance(value, str) else set()


def test_the_lahti_pack_names_every_step_of_its_own(pack):
    names = names_of_steps()
    details = Rhythm.objects.values_list("detail", flat=True)
    used = set().union(*(codes(detail) for detail in details)) - {"from", "until"}
    assert len(used) > 20
    assert {code for code in used if code not in names and not code[:1].isdecimal()} == set()
    steps = ProcessStep.objects.all()
    assert steps.count() > 40
    assert {step.key for step in steps if step.name == step.does} == set()
