"""What officers decided on who is who, found again in the registers of the day. Run only where somebody handed decisions over."""
