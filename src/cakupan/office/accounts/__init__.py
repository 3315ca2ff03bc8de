"""Who works here: users, desks, invitations, delegation, one-time codes."""
