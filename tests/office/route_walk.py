"""Every URL of the office, as Django's resolver holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import get_converters


@dataclass(frozen=True)
class Route:
    """One URL pattern by its full name (``app:name``), with its arguments' names and kinds of converter."""

    name: str
    arguments: tuple[tuple[str, str], ...]

    def url(self, values: dict[str, object]) -> str:
        """Its address with these values for its arguments."""
        return reverse(self.name, kwargs={name: values[name] for name, _ in self.arguments})

    @property
    def of_an_area(self) -> bool:
        """Whether it lies below an area."""
        return any(name == "area" for name, _ in self.arguments)


def routes() -> list[Route]:
    """All of them, in the order of the URL table."""
    return list(_below(get_resolver(), "", {}))


def _below(resolver: URLResolver, prefix: str, above: dict[str, object]) -> Iterator[Route]:
    for each in resolver.url_patterns:
        converters = {**above, **each.pattern.converters}
        if isinstance(each, URLResolver):
            yield from _below(each, f"{prefix}{each.namespace}:" if each.namespace else prefix, converters)
        else:
            yield _route(each, prefix, converters)


def _route(pattern: URLPattern, prefix: str, converters: dict[str, object]) -> Route:
    names = {id(converter): name for name, converter in get_converters().items()}
    assert pattern.name, f"the route {pattern.pattern} has no name"
    return Route(f"{prefix}{pattern.name}", tuple((name, names[id(each)]) for name, each in converters.items()))
