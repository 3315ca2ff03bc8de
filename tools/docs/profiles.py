"""docs/profiles.md: which files are read, by which headers, from the profiles themselves."""

from __future__ import annotations

from collections import defaultdict

from cakupan.registers.kinds import KINDS, Kind
from cakupan.registers.profile import Join, Profile, built_in_profiles, load_profile
from tools.docs import markdown

SAYS = """What each kind of register holds, and the built-in profiles that read it. Headers are matched without regard to case,
blanks and marks: `No. KK`, `NO_KK` and `nokk` are one column. Columns that a profile does not name are left alone and counted.

## A profile of your own

Where an office's file has other headers, write a YAML file that extends the nearest built-in profile and says only what differs,
then name the file where the profile's name would stand (`--residents-profile ours.yaml`, `cakupan import --profile ours.yaml`):

```yaml
name: ours
says: Resident register as our civil registry exports it
extends: dukcapil
dates: ymd                    # dmy, mdy or ymd, for dates that are not ISO
columns:
  nik: [NOMOR INDUK]          # canonical column: the headers it is known under
values:
  sex:
    L: [LELAKI]               # more labels for a value
```"""


def page() -> str:
    profiles = [load_profile(name) for name in built_in_profiles()]
    parts = [_kind(kind, [profile for profile in profiles if profile.kind == kind.name]) for kind in KINDS.values()]
    return markdown.page("Profiles", source="src/cakupan/registers/profiles/ and kinds.py", says=SAYS, parts=parts)


def _kind(kind: Kind, profiles: list[Profile]) -> str:
    head = f"## {kind.name}\n\n{kind.says}. Read with `{kind.profile}` unless another is named."
    return "\n\n".join([head, *(_profile(kind, profile) for profile in profiles)])


def _profile(kind: Kind, profile: Profile) -> str:
    rows = [
        (f"`{column.name}`", _headers(profile, column.name), _need(profile, column.name), _labels(profile, column.name))
        for column in kind.columns
        if column.name in {*profile.columns, *profile.joins, *profile.constants}
    ]
    head = f"### {profile.name}\n\n{profile.says}. Dates {profile.dates} unless ISO."
    return head + "\n\n" + markdown.table(("column", "headers", "", "labels"), rows)


def _headers(profile: Profile, column: str) -> str:
    if column in profile.constants:
        return f"always `{profile.constants[column]}`"
    if column in profile.joins:
        return _joined(profile.joins[column])
    return markdown.code(profile.columns[column])


def _joined(join: Join) -> str:
    return " + ".join(f"`{header}`" for header in join.headers)


def _need(profile: Profile, column: str) -> str:
    return "required" if column in profile.required else ""


def _labels(profile: Profile, column: str) -> str:
    by_value: dict[str, list[str]] = defaultdict(list)
    for label, value in profile.values.get(column, {}).items():
        by_value[value].append(label)
    return "; ".join(f"{value}: {', '.join(labels)}" for value, labels in by_value.items())
