"""The one statement that the two databases spell differently: insert, unless it is there."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TypeVar

from sqlalchemy import Column, Connection, Table

T = TypeVar("T")


def insert_once(
    connection: Connection, table: Table, values: Mapping[str, object], returning: Column[T]
) -> T | None:
    """Insert a row and return one of its columns, or None if a unique key is taken.

    Waits for another transaction that is just inserting the same key.
    """
    # The connection's own dialect is loaded already; the other would cost every start 20 ms.
    insert = import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(returning)
    return connection.execute(statement).scalar_one_or_none()
