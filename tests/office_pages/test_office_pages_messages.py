"""English beside Indonesian: what is extracted, what is kept, what is called incomplete."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import messages

CODE = """label = gettext_lazy("Antrean")
ngettext("%(n)s orang", "%(n)s orang", 2)
pgettext("bulan", "Mei")
"""
PAGE = """<h1>
    {% translate 'Jatuh tempo' %}
  </h1>
{% if a %}
        {% blocktranslate with n=1 %}Kurang {{ n }} jiwa{% endblocktranslate %}
 {% badge _('berjalan') %}{# _('bukan') #}{% endif %}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An office of two small apps."""
    for name in ("pages", "desk"):
        app = tmp_path / messages.OFFICE / name
        (app / "templates" / name).mkdir(parents=True)
        (app / "apps.py").write_text("")
    (tmp_path / messages.OFFICE / "faults.py").write_text('from x import gettext as _\n_("Ditolak")\n')
    desk = tmp_path / messages.OFFICE / "desk"
    (desk / "views.py").write_text(
        'label = gettext_lazy("Antrean")\nngettext("%(n)s orang", "%(n)s orang", 2)\npgettext("bulan", "Mei")\n'
    )
    (desk / "templates/desk/queue.html").write_text(PAGE)
    (desk / "migrations").mkdir()
    (desk / "migrations/0001.py").write_text('_("tidak dipakai")')
    return tmp_path


def po(root: Path, app: str) -> Path:
    return root / messages.OFFICE / app / messages.PO


def translate(root: Path, app: str, **english: str) -> None:
    text = po(root, app).read_text()
    for indonesian, said in english.items():
        text = text.replace(f'msgid "{indonesian}"\nmsgstr ""', f'msgid "{indonesian}"\nmsgstr "{said}"')
    po(root, app).write_text(text)


def test_texts_of_code_and_templates_are_found_and_nothing_else(root: Path):
    found = {message.id for message in messages.used(root / messages.OFFICE / "desk") if message.id}
    assert found == {"Antrean", ("%(n)s orang", "%(n)s orang"), "Mei", "Jatuh tempo", "Kurang %(n)s jiwa", "berjalan"}
    assert {m.id for m in messages.used(root / messages.OFFICE / "pages") if m.id} == {"Ditolak"}


def test_what_is_new_is_empty_and_told(root: Path):
    messages.update(root)
    told = messages.problems(root)
    assert len(told) == 7
    assert f"{messages.OFFICE}/pages/{messages.PO}: 'Ditolak' has no English" in told
    assert messages.problems(root, ["pages"]) == [f"{messages.OFFICE}/pages/{messages.PO}: 'Ditolak' has no English"]


def test_an_update_keeps_english_and_drops_what_is_no_longer_said(root: Path):
    messages.update(root)
    translate(root, "pages", Ditolak="Refused")
    once = po(root, "pages").read_text()
    messages.update(root)
    assert po(root, "pages").read_text() == once
    (root / messages.OFFICE / "faults.py").write_text('_("Diterima")')
    assert [line.split(": ")[1] for line in messages.problems(root, ["pages"])] == [
        "'Diterima' is not in it; run python -m tools.messages update",
        "'Ditolak' is used no more; run python -m tools.messages update",
    ]
    messages.update(root)
    assert "Ditolak" not in po(root, "pages").read_text()


def test_a_text_that_another_app_has_translated_gets_its_english(root: Path):
    messages.update(root)
    translate(root, "desk", Antrean="Queue")
    (root / messages.OFFICE / "faults.py").write_text('_("Antrean")')
    messages.update(root, ["pages"])
    assert messages.problems(root, ["pages"]) == []
    po(root, "pages").write_text(po(root, "pages").read_text().replace("Queue", "Line"))
    assert any("translated otherwise" in line for line in messages.problems(root))


def test_a_lost_placeholder_and_a_fuzzy_text_are_told(root: Path):
    messages.update(root)
    text = (
        po(root, "desk").read_text().replace('msgid "Kurang %(n)s jiwa"\nmsgstr ""', 'msgid "Kurang %(n)s jiwa"\nmsgstr "Short"')
    )
    po(root, "desk").write_text(text.replace('msgid "Antrean"\nmsgstr ""', '#, fuzzy\nmsgid "Antrean"\nmsgstr "Queue"'))
    told = messages.problems(root, ["desk"])
    assert any("'Kurang %(n)s jiwa' must keep its placeholders: %(n)s" in line for line in told)
    assert any("'Antrean' is marked fuzzy" in line for line in told)


def test_compiled_words_are_what_django_reads(root: Path):
    messages.update(root)
    translate(root, "pages", Ditolak="Refused")
    assert messages.compile_all(root) == 2
    import gettext

    with po(root, "pages").with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Ditolak") == "Refused"
