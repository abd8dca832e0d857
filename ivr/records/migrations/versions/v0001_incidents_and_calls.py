"""The first tables: incidents and calls. A migration is frozen, so it repeats the schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    _make_incidents()
    _make_calls()


def downgrade() -> None:
    """Remove both tables, and everything in them."""
    op.drop_table("calls")
    op.drop_table("incidents")


def _make_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("number", sa.String(20)),
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("queue", sa.String(64)),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("caller", sa.String(64)),
        sa.Column("dnis", sa.String(64), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("service", sa.String(64)),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sa.UniqueConstraint("number", name="uq_incidents_number"),
        sa.UniqueConstraint("call_sid", "kind", name="uq_incidents_call_sid_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incidents_queue_id", "incidents", ["queue", "id"])
    op.create_index("ix_incidents_status_id", "incidents", ["status", "id"])


def _make_calls() -> None:
    op.create_table(
        "calls",
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("dnis", sa.String(64), nullable=False),
        sa.Column("caller", sa.String(64)),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("seconds", sa.Float),
        sa.Column("outcome", sa.String(64)),
        sa.Column("queue", sa.String(64)),
        sa.Column("incident", sa.String(20)),
        sa.Column("journal", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("call_sid", name="pk_calls"),
    )
    op.create_index("ix_calls_started_at", "calls", ["started_at"])
