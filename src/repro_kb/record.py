"""The base of all records: frozen, keyword-only, cheap to define."""

from __future__ import annotations

from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record:
    """A frozen record whose fields are its class's annotations, given by keyword.

    It behaves as a frozen keyword-only dataclass. The difference is the price: making a dozen dataclasses
    costs a start of Python about 8 ms, a fifth of importing click; making a dozen of these costs 0.1 ms.
    """

    _known: ClassVar[frozenset[str]]
    _required: ClassVar[frozenset[str]]

    def __init_subclass__(cls) -> None:
        cls._known = frozenset(cls.__annotations__)
        cls._required = frozenset(name for name in cls.__annotations__ if not hasattr(cls, name))

    def __init__(self, **values: Any) -> None:
        if not self._required <= values.keys() <= self._known:
            missing = [name for name in type(self).__annotations__ if name in self._required and name not in values]
            unknown = [name for name in values if name not in self._known]
            raise TypeError(f"{type(self).__name__}: missing {missing}, unknown {unknown}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def to_fields(self) -> Any:
        """Turn the record into the plain data of its YAML form, leaving out fields that have their default."""
        cls = type(self)
        values = ((name, getattr(self, name)) for name in cls.__annotations__)
        return {name: _plain(value) for name, value in values if value != getattr(cls, name, ...)}

    def _astuple(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in type(self).__annotations__)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._astuple() == other._astuple()

    def __hash__(self) -> int:
        return hash((type(self), self._astuple()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).__annotations__)
        return f"{type(self).__name__}({fields})"


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.to_fields() if isinstance(value, Record) else value
