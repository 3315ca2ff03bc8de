"""What the database itself holds to: roles, row-level security by area, what cannot be changed."""
