"""The embedded live store: one Valkey per data folder, started and watched by the service."""
