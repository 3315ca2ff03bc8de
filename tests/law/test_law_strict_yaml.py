"""YAML as the law's files and the offices' documents are read: nothing is lost and nothing is turned into something else."""

from __future__ import annotations

import pytest
import yaml

from cakupan.law.strict_yaml import read_yaml


def test_words_that_yaml_takes_for_truth_stay_keys_of_text():
    assert read_yaml("forum: {on: 1, no: 2, yes: 3}") == {"forum": {"on": 1, "no": 2, "yes": 3}}
    assert read_yaml("proposed: yes") == {"proposed": True}


@pytest.mark.parametrize("text", ["a: 1\na: 1", "outer: {a: 1, b: 2, a: 3}", "- {on: 1, on: 2}"])
def test_a_key_that_stands_twice_is_refused(text):
    with pytest.raises(yaml.constructor.ConstructorError, match="stands twice"):
        read_yaml(text)


def test_the_same_key_in_two_places_is_two_keys():
    assert read_yaml("a: {b: 1}\nc: {b: 2}") == {"a": {"b": 1}, "c": {"b": 2}}


def test_only_plain_data_is_read():
    with pytest.raises(yaml.YAMLError):
        read_yaml("!!python/object/apply:os.getcwd []")
