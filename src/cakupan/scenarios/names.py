"""Names of people who do not exist: words drawn by region, sex, generation and frequency."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from cakupan.scenarios.arrays import Array, chance

# A name is seven words of one vocabulary, -1 where a word is absent: as integers a hundred thousand names fit in a megabyte.
TITLE, FRONT, FIRST, SECOND, LAST, KIN, FATHER = range(7)
WORDS = 7
ABSENT = -1
MALE, FEMALE = 0, 1
STEM_SHARE = {"java": 0.55, "banten": 0.25, "sunda": 0.2}  # of first words that are built from stem and ending


@dataclass(frozen=True)
class Pool:
    """Word numbers with their cumulative shares: the first word is the commonest."""

    words: Array
    cumulative: Array

    def draw(self, rng: np.random.Generator, size: int) -> Array:
        return self.words[np.searchsorted(self.cumulative, rng.random(size), side="right")]


@dataclass(frozen=True)
class NameBook:
    """The vocabulary, its pools, and how each culture builds a name."""

    vocabulary: pa.Array
    pools: dict[tuple[str, str], Pool]
    twins: tuple[Array, Array]
    cultures: tuple[str, ...]
    habits: tuple[dict[str, Any], ...]
    mix: dict[str, dict[str, float]]
    kin: tuple[int, int]
    lists: dict[str, Any]

    def pool(self, culture: str, part: str) -> Pool | None:
        return self.pools.get((culture, part))

    def culture_shares(self, province: str) -> Array:
        """The share of each culture among a province's families, in the order of ``cultures``."""
        weights = self.mix.get(province, self.mix["other"])
        shares = np.array([weights.get(culture, 0.0) for culture in self.cultures])
        drawn: Array = np.cumsum(shares / shares.sum())
        return drawn


@cache
def name_book() -> NameBook:
    """The name book of ``names.yaml``, read once."""
    text = resources.files("cakupan.scenarios").joinpath("names.yaml").read_text(encoding="utf-8")
    return _bind(yaml.safe_load(text))


def _bind(lists: dict[str, Any]) -> NameBook:
    numbers: dict[str, int] = {}

    def number(word: str) -> int:
        assert isinstance(word, str), f"names.yaml: {word!r} is not text; quote it"
        return numbers.setdefault(word, len(numbers))

    pools: dict[tuple[str, str], Pool] = {}
    for part, words in lists["common"].items():
        pools["common", part] = _zipf([number(word) for word in words])
    for part in ("before_male", "before_female"):
        pools["titles", part] = _zipf([number(word) for word in lists["titles"][part]])
    for culture, habit in lists["cultures"].items():
        for part, words in habit.items():
            if isinstance(words, list):
                pools[culture, part] = _zipf([number(word) for word in words])
    for sex in ("male", "female"):
        stems = [number(stem + ending) for ending in lists["endings"][sex] for stem in lists["stems"]]
        pools["java", f"stems_{sex}"] = _zipf(stems, exponent=0.4)
    twins = tuple(np.array([[number(a), number(b)] for a, b in lists["twins"][sex]]) for sex in ("male", "female"))
    kin = (number("BIN"), number("BINTI"))
    cultures = tuple(lists["cultures"])
    return NameBook(
        vocabulary=pa.array(list(numbers)),
        pools=pools,
        twins=(twins[0], twins[1]),
        cultures=cultures,
        habits=tuple(lists["cultures"][c] for c in cultures),
        mix=lists["mix"],
        kin=kin,
        lists=lists,
    )


def _zipf(words: list[int], exponent: float = 0.75) -> Pool:
    weights = 1.0 / np.arange(3, len(words) + 3) ** exponent
    return Pool(np.array(words), np.cumsum(weights / weights.sum()))


def draw_names(rng: np.random.Generator, *, culture: Array, sex: Array, birth_year: Array, marga: Array, father: Array) -> Array:
    """Words of one name per person, shape (persons, 7).

    ``marga`` is the surname to carry where the culture has one (-1: draw one); ``father`` the father's first word for BIN and
    BINTI (-1: draw one).
    """
    book = name_book()
    names = np.full((len(culture), WORDS), ABSENT, dtype=np.int16)
    for index in range(len(book.cultures)):
        for one_sex in (MALE, FEMALE):
            rows = np.flatnonzero((culture == index) & (sex == one_sex))
            if len(rows):
                names[rows] = _names_of(rng, book, index, one_sex, birth_year[rows], marga[rows], father[rows])
    return names


def _names_of(
    rng: np.random.Generator, book: NameBook, index: int, sex: int, birth_year: Array, marga: Array, father: Array
) -> Array:
    culture, habit = book.cultures[index], book.habits[index]
    word = "female" if sex == FEMALE else "male"
    size = len(birth_year)
    names = np.full((size, WORDS), ABSENT, dtype=np.int16)
    modern = chance(rng, np.clip((birth_year - 1972) / 36, 0.03, 0.85), size)
    names[:, FIRST] = _first_words(rng, book, culture, word, modern)
    family_name = book.pool(culture, "marga")
    if family_name is not None:
        names[:, LAST] = np.where(marga >= 0, marga, family_name.draw(rng, size))
    else:
        single = chance(rng, np.where(modern, habit["one_word"] * 0.3, habit["one_word"]), size)
        last = np.where(
            modern,
            book.pools["common", f"modern_last_{word}"].draw(rng, size),
            book.pools[culture, "last_" + word if (culture, "last_" + word) in book.pools else word].draw(rng, size),
        )
        names[:, LAST] = np.where(single, ABSENT, last)
    middle = chance(rng, np.where(modern, 0.30, 0.08), size) & (names[:, LAST] >= 0)
    names[:, SECOND] = np.where(middle, book.pools["common", f"modern_{word}"].draw(rng, size), ABSENT)
    _add_front_and_kin(rng, book, names, culture, habit, sex, modern, father)
    # A word never stands twice in one name.
    names[:, SECOND][names[:, SECOND] == names[:, FIRST]] = ABSENT
    names[:, LAST][names[:, LAST] == names[:, FIRST]] = ABSENT
    return names


def _first_words(rng: np.random.Generator, book: NameBook, culture: str, word: str, modern: Array) -> Array:
    size = len(modern)
    first = book.pools[culture, word].draw(rng, size)
    stems = book.pools["java", f"stems_{word}"].draw(rng, size)
    first = np.where(chance(rng, STEM_SHARE.get(culture, 0.0), size), stems, first)
    if culture == "bali":
        return first
    return np.where(modern, book.pools["common", f"modern_{word}"].draw(rng, size), first)


def _add_front_and_kin(
    rng: np.random.Generator,
    book: NameBook,
    names: Array,
    culture: str,
    habit: dict[str, Any],
    sex: int,
    modern: Array,
    father: Array,
) -> None:
    word = "female" if sex == FEMALE else "male"
    size = len(names)
    front = book.pool(culture, f"front_{word}") or book.pools["common", f"front_{word}"]
    share = np.minimum(1.0, np.where(modern, habit["front"] * 1.6, habit["front"]))
    names[:, FRONT] = np.where(chance(rng, share, size), front.draw(rng, size), ABSENT)
    named = chance(rng, habit["bin"], size)
    drawn = book.pools[culture, "male"].draw(rng, size)
    names[:, KIN] = np.where(named, book.kin[sex], ABSENT)
    names[:, FATHER] = np.where(named, np.where(father >= 0, father, drawn), ABSENT)
    titled = chance(rng, 0.006, size) & ~modern
    names[:, TITLE] = np.where(titled, book.pools["titles", f"before_{word}"].draw(rng, size), ABSENT)


def name_twins(rng: np.random.Generator, names: Array, elder: Array, younger: Array, sex: Array) -> None:
    """Give twins names that sound alike, in place: the same words but the first, often from a pair such as HASAN and HUSEIN."""
    same_sex = sex[elder] == sex[younger]
    kept = names[younger, FIRST].copy()
    names[younger[same_sex]] = names[elder[same_sex]]
    names[younger, FIRST] = kept
    for one_sex in (MALE, FEMALE):
        rows = np.flatnonzero(same_sex & (sex[elder] == one_sex) & chance(rng, 0.7, len(elder)))
        pairs = name_book().twins[one_sex]
        picked = pairs[rng.integers(0, len(pairs), len(rows))]
        names[elder[rows], FIRST] = picked[:, 0]
        names[younger[rows], FIRST] = picked[:, 1]


def spell(names: Array) -> pa.Array:
    """The names as text, words parted by one blank; null where every word is absent."""
    columns = [name_book().vocabulary.take(pa.array(names[:, part], mask=names[:, part] < 0)) for part in range(WORDS)]
    text = pc.binary_join_element_wise(*columns, " ", null_handling="skip")
    return pc.if_else(pc.equal(text, ""), None, text)
