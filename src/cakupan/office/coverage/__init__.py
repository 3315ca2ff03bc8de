"""The leader's page: coverage against thresholds, gap, alarms."""
