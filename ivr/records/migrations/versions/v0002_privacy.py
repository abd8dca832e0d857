"""What privacy needs: holds, recordings to delete, what is done once a night, erased rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "holds",
        sa.Column("id", _ROW, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("value", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("placed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
        sa.UniqueConstraint("kind", "value", name="uq_holds_kind_value"),
    )
    op.create_table(
        "unwanted_recordings",
        sa.Column("id", _ROW, nullable=False),
        sa.Column("url", sa.String(1100), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unwanted_recordings"),
        sa.UniqueConstraint("url", name="uq_unwanted_recordings_url"),
    )
    op.create_table(
        "nightly_work",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("night", sa.Date),
        sa.Column("begun_at", _MOMENT),
        sa.PrimaryKeyConstraint("name", name="pk_nightly_work"),
    )
    op.add_column("incidents", sa.Column("erased_at", _MOMENT))
    op.add_column("calls", sa.Column("erased_at", _MOMENT))
    op.create_index("ix_incidents_country_created_at", "incidents", ["country", "created_at"])


def downgrade() -> None:
    """Remove them."""
    op.drop_index("ix_incidents_country_created_at", "incidents")
    op.drop_column("calls", "erased_at")
    op.drop_column("incidents", "erased_at")
    for table in ("nightly_work", "unwanted_recordings", "holds"):
        op.drop_table(table)
