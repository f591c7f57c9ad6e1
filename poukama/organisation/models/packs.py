from django.db import models

from poukama.toolkit.privacy import Retention, classified


class PackItem(models.Model):
    """What a configuration pack last said of one thing, so that the next one can tell its own changes
    from those made here."""

    privacy = classified(Retention.CONFIGURATION, none="key content")

    key = models.CharField(max_length=160)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="organisation_packitem_key_unique")]
