from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from poukama.toolkit import clock, fields


class VisitForm(forms.Form):
    kind = fields.ChipField(label="Kind", choices=[("visit", "Visit"), ("call", "Call")])
    happened_on = fields.DayField(label="Day", help_text="When it happened", may_be_ahead=False)
    people = fields.CountField(label="People", required=False)
    told = forms.BooleanField(label="Told", required=False)
    reason = forms.ChoiceField(label="Reason", choices=[("a", "A")], widget=forms.RadioSelect, required=False)


def rendered(source, **context):
    return " ".join(Template("{% load toolkit %}" + source).render(Context(context)).split())


def test_a_field_has_its_label_description_and_error_tied_to_it():
    form = VisitForm({"happened_on": "31.9.2024"})

    html = rendered("{% field form.happened_on %}", form=form)

    assert '<label for="id_happened_on">Day</label>' in html
    assert 'id="id_happened_on_helptext">When it happened</p>' in html
    assert 'id="id_happened_on_error">' in html
    assert 'aria-describedby="id_happened_on_helptext id_happened_on_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="31.9.2024"' in html


def test_chips_are_one_group_with_a_name_and_keep_the_choice():
    html = rendered("{% chips form.kind %}", form=VisitForm({"kind": "call"}))

    assert "<legend>Kind</legend>" in html
    assert html.count('type="radio"') == 2
    assert 'value="call" id="id_kind_1" data-says="Call" checked>' in html
    assert 'value="visit" id="id_kind_0" data-says="Visit">' in html


def test_the_summary_links_each_error_to_its_field():
    form = VisitForm({"happened_on": "2024-09-12", "people": "-1"})
    form.is_valid()
    form.add_error(None, "It has already ended.")

    html = rendered("{% errors form %}", form=form)

    assert "<li>It has already ended.</li>" in html
    assert '<a href="#id_kind_0">Kind: ' in html
    assert '<a href="#id_people">People: ' in html
    assert "3 kohtaa" in html


def test_a_question_needs_no_colon_before_what_is_wrong():
    class Asking(forms.Form):
        place = forms.CharField(label="Is it safe?", error_messages={"required": "Choose one."})

    html = rendered("{% errors form %}", form=Asking({}))

    assert "Is it safe? Choose one." in html


def test_without_errors_there_is_no_summary():
    form = VisitForm({"kind": "call", "happened_on": "2024-09-12"})

    assert form.is_valid()
    assert rendered("{% errors form %}", form=form).strip() == ""


def test_a_tick_and_choices_have_their_own_shapes():
    form = VisitForm()

    assert '<label class="pk-tickbox">' in rendered("{% field form.told %}", form=form)
    assert '<legend class="pk-label">' in rendered("{% field form.reason %}", form=form)


@pytest.mark.parametrize("typed", ["2024-09-12", "12.9.2024"])
def test_a_day_is_understood_as_the_device_or_a_person_writes_it(typed):
    assert fields.DayField().clean(typed) == date(2024, 9, 12)


def test_a_day_that_has_not_come_is_refused_where_only_the_past_is_recorded():
    with clock.moved_to(date(2024, 9, 12)):
        assert fields.DayField(may_be_ahead=False).clean("2024-09-12") == date(2024, 9, 12)
        with pytest.raises(forms.ValidationError):
            fields.DayField(may_be_ahead=False).clean("2024-09-13")


@pytest.mark.parametrize("typed", ["-1", "1.5", "many", "100001"])
def test_a_count_is_a_whole_number_from_zero_up(typed):
    with pytest.raises(forms.ValidationError):
        fields.CountField().clean(typed)


STOCK = "This field is required."


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    "kind",
    [
        forms.CharField,
        forms.ChoiceField,
        forms.MultipleChoiceField,
        forms.IntegerField,
        forms.DecimalField,
        forms.EmailField,
        forms.FileField,
        forms.BooleanField,
        fields.ChipField,
        fields.ChipsField,
        fields.CountField,
        fields.DayField,
        fields.TimeField,
    ],
)
def test_a_field_left_empty_says_what_to_do_in_every_language(kind, language):
    with translation.override(language), pytest.raises(forms.ValidationError) as refusal:
        kind().clean(None)
    with translation.override(language):
        (said,) = refusal.value.messages
        assert said not in {STOCK, translation.gettext(STOCK)}
        assert language == "en" or said not in {str(words) for words in english(kind)}


def english(kind):
    """What the field would say in English."""
    with translation.override("en"):
        return [str(kind().error_messages["required"])]


@pytest.mark.parametrize("typed", ["1700-01-01", "2013-12-31", "2024-09-13", "2090-01-01"])
def test_a_day_that_cannot_have_been_meant_is_refused(typed):
    with clock.moved_to(date(2024, 9, 12)), pytest.raises(forms.ValidationError):
        fields.DayField(may_be_ahead=False).clean(typed)


@pytest.mark.parametrize(
    ("typed", "is_believed"), [("2014-01-01", True), ("2029-12-31", True), ("2030-01-01", False)]
)
def test_a_day_within_some_years_is_believed(typed, is_believed):
    with clock.moved_to(date(2024, 9, 12)):
        try:
            assert fields.DayField().clean(typed) == date.fromisoformat(typed)
            believed = True
        except forms.ValidationError:
            believed = False
    assert believed is is_believed


def test_what_began_long_ago_is_believed_where_it_may_still_go_on():
    with clock.moved_to(date(2024, 9, 12)):
        assert fields.DayField(years_back=fields.BEGAN_WITHIN).clean("1986-05-01") == date(1986, 5, 1)


def test_the_calendar_of_the_device_offers_the_days_that_are_believed():
    with clock.moved_to(date(2024, 9, 12)):
        html = rendered("{% field form.happened_on %}", form=VisitForm())
    assert 'min="2014-01-01"' in html
    assert 'max="2024-09-12"' in html
