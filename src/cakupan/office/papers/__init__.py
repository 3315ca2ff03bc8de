"""Letters and minutes: numbered, kept with their hash, signed, shown behind their QR."""
