from poukama.access.checks import demonstration_is_on


def test_a_demonstration_is_warned_of_at_every_start(settings):
    settings.DEMO = True
    assert [warning.id for warning in demonstration_is_on(None)] == ["access.W001"]


def test_otherwise_nothing_is_said(settings):
    settings.DEMO = False
    assert demonstration_is_on(None) == []
