"""A chain of entries: a sound one is found sound, and any one change, loss, swap or insertion is found."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cakupan.record.chain import GENESIS, Anchor, Link, breaks, canonical, link_hash

CONTENTS = st.lists(st.text(max_size=12).map(lambda text: canonical({"why": text})), min_size=2, max_size=12)


def chained(contents: list[str]) -> list[Link]:
    links, previous = [], GENESIS
    for number, content in enumerate(contents, start=1):
        made = link_hash(number=number, content=content, previous=previous)
        links.append(Link(number, content, previous, made))
        previous = made
    return links


def head_of(links: list[Link]) -> Anchor:
    return Anchor(links[-1].number, links[-1].hash) if links else Anchor(0, GENESIS)


def anchors_of(links: list[Link]) -> list[Anchor]:
    return [Anchor(link.number, link.hash) for link in links]


@given(CONTENTS)
def test_a_sound_chain_is_sound(contents: list[str]) -> None:
    links = chained(contents)
    assert list(breaks(links, head=head_of(links), anchors=anchors_of(links))) == []


def test_an_empty_chain_is_sound_and_not_if_something_was_noted() -> None:
    assert list(breaks([], head=Anchor(0, GENESIS))) == []
    assert list(breaks([], head=Anchor(0, GENESIS), anchors=[Anchor(1, b"x" * 32)]))
    assert list(breaks([], head=Anchor(3, b"x" * 32)))


@given(CONTENTS, st.data())
def test_any_change_of_one_entry_is_found(contents: list[str], data: st.DataObject) -> None:
    links = chained(contents)
    at = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from(["content", "previous", "hash", "number"]))
    changed = {"content": links[at].content + " ", "previous": b"p" * 32, "hash": b"h" * 32, "number": links[at].number + 1000}
    links[at] = replace(links[at], **{field: changed[field]})
    assert list(breaks(links, head=head_of(chained(contents))))


@given(CONTENTS, st.data())
def test_any_loss_is_found(contents: list[str], data: st.DataObject) -> None:
    links = chained(contents)
    lost = links.pop(data.draw(st.integers(0, len(links) - 1)))
    # The mark of the database was moved with it: what was noted outside still knows.
    found = list(breaks(links, head=head_of(links), anchors=[Anchor(lost.number, lost.hash)]))
    assert found


@given(CONTENTS, st.data())
def test_any_swap_is_found_even_under_exchanged_numbers(contents: list[str], data: st.DataObject) -> None:
    links = chained(contents)
    one = data.draw(st.integers(0, len(links) - 2))
    other = data.draw(st.integers(one + 1, len(links) - 1))
    first, second = links[one], links[other]
    links[one], links[other] = replace(second, number=first.number), replace(first, number=second.number)
    assert list(breaks(links, head=head_of(chained(contents))))


@given(CONTENTS, st.data())
def test_a_forged_entry_is_found_unless_everything_after_it_is_forged_too_and_then_by_what_was_noted(
    contents: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(contents)))
    whole = chained([*contents[:at], canonical({"why": "forged", "n": at}), *contents[at:]])
    honest = chained(contents)
    assert list(breaks(whole, head=head_of(whole), anchors=anchors_of(honest)[-1:])) or at == len(contents)
    spliced = [*honest[:at], whole[at], *honest[at:]]
    assert list(breaks(spliced, head=head_of(honest)))


def test_each_fault_is_told_with_its_place() -> None:
    links = chained(["{}", '{"a":1}', '{"b":2}'])
    links[1] = replace(links[1], content='{"a":2}')
    assert [str(each) for each in breaks(links)] == ["entry 2 was changed after it was written"]
    del links[1]
    assert [str(each) for each in breaks(links)] == ["entry 2 is missing: 3 follows"]


def test_a_content_is_one_text_whatever_the_order_of_its_keys() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'
