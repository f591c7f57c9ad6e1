"""Why a backup is not made or not put back; each says what to do. Nothing has been written over."""

from django.utils.translation import gettext as _


class BackupRefused(Exception):
    """The text says why and what to do."""


class PlaceTaken(BackupRefused):
    """A backup is never written over another, nor beside the keys."""

    def __init__(self, folder: object) -> None:
        super().__init__(
            _("%(folder)s is no place for a backup: give a new or empty folder outside the data folder.")
            % {"folder": folder}
        )


class KeysWereBeingRenewed(BackupRefused):
    """Files were sealed with a key that the copy of the database does not know of."""

    def __init__(self) -> None:
        super().__init__(
            _("The keys were renewed meanwhile. Wait until it is done and make the backup again.")
        )


class NoBackup(BackupRefused):
    """The folder holds no backup, or not a whole one."""

    def __init__(self, folder: object) -> None:
        super().__init__(
            _("%(folder)s holds no whole backup: there is no manifest that can be read.") % {"folder": folder}
        )


class Altered(BackupRefused):
    """Something in it is not as it was when it was made."""

    def __init__(self, part: str) -> None:
        super().__init__(
            _(
                "The backup is not as it was made: %(part)s is missing, new or changed. Take another copy of it."
            )
            % {"part": part}
        )


class OtherDatabase(BackupRefused):
    """It was made of another kind of database."""

    def __init__(self, made_of: str, here: str) -> None:
        super().__init__(
            _(
                "The backup is of %(made_of)s and this installation uses %(here)s. Say the right one in DATABASE_URL."
            )
            % {"made_of": made_of, "here": here}
        )


class InUse(BackupRefused):
    """Somebody else has the database open."""

    def __init__(self) -> None:
        super().__init__(_("The database is in use. Stop the web server and put the backup back then."))


class ToolMissing(BackupRefused):
    """A program of the database is not on this machine, or it failed."""

    def __init__(self, tool: str, said: str = "") -> None:
        what = _(
            "%(tool)s of PostgreSQL failed or is not on this machine. Install the client programs of its version."
        )
        super().__init__((what % {"tool": tool} + f" {said}").strip())
