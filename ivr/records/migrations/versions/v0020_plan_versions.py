"""The sources of plans, by version: a call finishes on its own, on whichever machine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "plan_versions",
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=False),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_plan_versions"),
    )
    op.create_index("ix_plan_versions_live_at", "plan_versions", ["live_at"])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("plan_versions")
