"""What an office hands over: profiles, readers, row faults, snapshots."""
