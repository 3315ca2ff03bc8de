"""What was decided, read and answered, and by whom: the hash chain, the access log, the credentials of whoever asks."""
