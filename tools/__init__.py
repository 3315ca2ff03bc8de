"""What keeps the house: generated pages, house checks, locks. Not part of the installed package."""
