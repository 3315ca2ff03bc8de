"""The logins of a server: made once; another database for them does not change the password of an office that uses them."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cakupan.law.refusal import Refusal
from cakupan.wiring.database import APP, URL_OF, passwords_for


def test_logins_that_are_there_keep_their_passwords(template: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    admin, _ = template
    for variable in URL_OF.values():
        monkeypatch.setenv(variable, "dbname=cakupan")
    with pytest.raises(Refusal, match="shut out"):
        passwords_for(admin=admin, anew=False)
    new = passwords_for(admin=admin, anew=True)
    assert set(new) == set(URL_OF) and len(set(new.values())) == 3 and len(new[APP]) >= 32
    for login, variable in URL_OF.items():
        monkeypatch.setenv(variable, make_conninfo(dbname="cakupan", password=new[login]))
    assert passwords_for(admin=admin, anew=False) == new
    assert passwords_for(admin=admin, anew=True) != new


def test_a_server_that_has_none_of_them_gets_new_ones(template: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    admin, _ = template
    for variable in URL_OF.values():
        monkeypatch.delenv(variable)
    monkeypatch.setattr("cakupan.wiring.database.URL_OF", {"nobody_yet": "DATABASE_URL"})
    told = passwords_for(admin=admin, anew=False)
    assert set(told) == {"nobody_yet"} and conninfo_to_dict(make_conninfo(password=told["nobody_yet"]))
