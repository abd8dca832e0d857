"""How the service is doing: logs with personal data masked, and metrics."""
