"""Reading a plan document: a file goes in, proposals come out, and nothing is written anywhere.

    reader.read_plan(Path or bytes) -> proposals.Reading     raises a refusals.DocumentRefused (`.code`, `.message`)
    lint.lint(reading, today=…)     -> [findings.Finding]    `.code .severity .message .advice .source .where .data`
    listing.to_json(reading, findings)                       the shape of `poukama plan read --json`
    command.read_command(path, as_json=…, language=…)        exit code 0, 1 (refused) or 2 (bad usage)

How it goes: `documents` opens TXT, PDF or DOCX by content into `structure.Line`s; `sections` finds the headings;
`tables` finds where the goals' tables and the targets' lists stand; `cells` (lines), `columns` (places on the page)
or the real cells of a table give goal and result; `targets`, `money`, `staff` and `rhythms` read the rest.
Only `vocabulary` knows words, and only those of the genre: no name of a service is known anywhere.

Every proposal carries its `source` (a line, or a page of a PDF, with the text as it stands there) and a `confidence`
between 0 and 1. A stored plan is linted by filling the same dataclasses: then `TargetFound.measure` is the key of the
measure or "" for none, and `GoalFound.measured` says whether a target or other evidence is bound to the goal.
"""
