"""Alembic's folder: one file per change of the schema, applied by ``ivr.records.upgrade``."""
