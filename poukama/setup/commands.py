"""The commands of the house as data: what each is called, what it does and what may be told to it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Option:
    """Something that may be told to a command."""

    form: str
    meaning: str | Promise


@dataclass(frozen=True)
class HouseCommand:
    """One thing that can be asked for: its words, in one line what it does, and an example."""

    words: tuple[str, ...]
    usage: str
    does: str | Promise
    example: str
    options: tuple[Option, ...] = ()
    aside: str | Promise = ""

    @property
    def name(self) -> str:
        """The words as they are typed."""
        return " ".join(self.words)


_JSON = Option("--json", _("answer for programs"))
_YEAR = Option("--year 2024", _("which year"))
_FOLDER = Option("FOLDER", _("the folder of the pack, or the name of one that comes along, like lahti-2024"))

COMMANDS = (
    HouseCommand(
        ("plan", "read"),
        "plan read FILE [--json]",
        _("Read a plan document (TXT, PDF or DOCX) and show what it promises."),
        "script/poukama plan read toimintasuunnitelma.pdf",
        (Option("FILE", _("the document")), _JSON),
        _("Changes nothing, and needs no database."),
    ),
    HouseCommand(
        ("plan", "lint"),
        "plan lint --year YEAR [--json]",
        _("Tell what in a year's plan does not add up or cannot be counted."),
        "script/poukama plan lint --year 2024",
        (_YEAR, _JSON),
    ),
    HouseCommand(
        ("figures",),
        "figures --year YEAR [--as-of DAY] [--json]",
        _("Show every target of a year: what was aimed at and where we are."),
        "script/poukama figures --year 2024 --as-of 2024-06-30",
        (_YEAR, Option("--as-of 2024-06-30", _("as it was on that day")), _JSON),
    ),
    HouseCommand(
        ("report", "annual"),
        "report annual --year YEAR --out FOLDER",
        _("Make the annual report of a year: Word, PDF and tables."),
        "script/poukama report annual --year 2024 --out report",
        (_YEAR, Option("--out FOLDER", _("where to put the files"))),
    ),
    HouseCommand(
        ("demo",),
        "demo [--year YEAR] [--years N] [--scale N] [--seed N]",
        _("Fill an empty database with an invented year of work, to try things out."),
        "script/poukama demo",
        (
            Option("--year 2024", _("which is the last year")),
            Option("--years N", _("how many years")),
            Option("--scale N", _("how many times the work of one association")),
            Option("--seed N", _("the same number invents the same years")),
        ),
    ),
    HouseCommand(
        ("duties", "recompute"),
        "duties recompute [--json]",
        _("Say anew what is due in every process, and lay out the next weeks."),
        "script/poukama duties recompute",
        (_JSON,),
        _("The house does it every night. Running it again changes nothing."),
    ),
    HouseCommand(
        ("pack", "check"),
        "pack check FOLDER [--json]",
        _("Tell what is wrong in an association's pack, with file and line."),
        "script/poukama pack check lahti-2024",
        (_FOLDER, _JSON),
        _("Changes nothing, and needs no database."),
    ),
    HouseCommand(
        ("pack", "diff"),
        "pack diff FOLDER [--json]",
        _("Show what applying a pack would change."),
        "script/poukama pack diff lahti-2024",
        (_FOLDER, _JSON),
        _("Changes nothing."),
    ),
    HouseCommand(
        ("pack", "apply"),
        "pack apply FOLDER [--json]",
        _("Set the association up as its pack says: all of it or nothing."),
        "script/poukama pack apply lahti-2024",
        (_FOLDER, _JSON),
        _("What you have added or changed yourselves stays. Applying again changes nothing."),
    ),
    HouseCommand(
        ("pack", "export"),
        "pack export FOLDER [--json]",
        _("Write how the association is set up now as a pack."),
        "script/poukama pack export our-pack",
        (Option("FOLDER", _("a new or empty folder")), _JSON),
    ),
    HouseCommand(
        ("account", "begin"),
        "account begin --email ADDRESS --name NAME [--at ADDRESS] [--json]",
        _("Make the first account, and print the link by which its owner chooses a password."),
        'script/poukama account begin --email aino@poukama.example --name "Aino Esimerkki"',
        (
            Option("--email ADDRESS", _("their e-mail address, by which they sign in")),
            Option("--name NAME", _("their name")),
            Option("--at ADDRESS", _("where the pages are, as in https://poukama.example")),
            _JSON,
        ),
        _("They look after accounts and see no client. Refuses where there is an account already."),
    ),
    HouseCommand(
        ("keys", "begin"),
        "keys begin [--json]",
        _("Make the keys that seal what identifies people, for a new database."),
        "script/poukama keys begin",
        (_JSON,),
        _("Where there are keys already, makes sure that they are the right ones."),
    ),
    HouseCommand(
        ("keys", "check"),
        "keys check [--json]",
        _("Make sure that the keys are those of this database."),
        "script/poukama keys check",
        (_JSON,),
        _("Changes nothing. Run it before a backup is made or put back."),
    ),
    HouseCommand(
        ("keys", "rotate"),
        "keys rotate [--json]",
        _("Seal everything again with a new key, while the system runs."),
        "script/poukama keys rotate",
        (_JSON,),
        _("Interrupted, it goes on where it was left."),
    ),
    HouseCommand(
        ("backup",),
        "backup FOLDER [--json]",
        _("Make a backup of the database and the sealed files, while the house works on."),
        "script/poukama backup copies/2024-09-12",
        (Option("FOLDER", _("a new or empty folder outside the data folder")), _JSON),
        _("Refuses to make one that the keys would not open. The keys themselves are not in it."),
    ),
    HouseCommand(
        ("restore",),
        "restore FOLDER [--try] [--json]",
        _("Put a backup in the place of what is here; stop the web server first."),
        "script/poukama restore copies/2024-09-12",
        (
            Option("FOLDER", _("the folder of the backup")),
            Option("--try", _("only try whether it is whole and the keys open it")),
            _JSON,
        ),
        _("Tries everything before it changes anything, and keeps what was here."),
    ),
    HouseCommand(
        ("files", "check"),
        "files check [--json]",
        _("Open every sealed file, and tell which are missing or do not open."),
        "script/poukama files check",
        (_JSON,),
        _("Changes nothing."),
    ),
    HouseCommand(
        ("files", "tidy"),
        "files tidy [--json]",
        _("Remove sealed files that no row names: an upload broke before it was recorded."),
        "script/poukama files tidy",
        (_JSON,),
        _("Leaves what is younger than a day."),
    ),
    HouseCommand(
        ("audit", "verify"),
        "audit verify [--json]",
        _("Make sure that nobody has altered the trail of who did what."),
        "script/poukama audit verify",
        (_JSON,),
    ),
    HouseCommand(
        ("drafts", "expire"),
        "drafts expire [--days N]",
        _("Destroy what was left half written and nobody has gone on with."),
        "script/poukama drafts expire",
        (Option("--days 30", _("how many days a draft is kept")),),
        _("The house does it every night. Whoever wrote one is told on their home page for the week before."),
    ),
    HouseCommand(
        ("watch", "readings"),
        "watch readings [--until DAY]",
        _("Look for odd reading in the last four whole weeks, and leave it to whoever checks it."),
        "script/poukama watch readings",
        (Option("--until 2024-12-30", _("the weeks before this day")),),
        _("The house does it every Monday. Running it again finds nothing twice."),
    ),
    HouseCommand(
        ("rounds",),
        "rounds [--once | --list]",
        _("Do every night and every week what comes round, as long as it is left running."),
        "script/poukama rounds --list",
        (
            Option("--once", _("only what is due now")),
            Option("--list", _("only tell when each was done last")),
        ),
        _("script/server runs it beside the web server. Two of them do nothing twice."),
    ),
)
