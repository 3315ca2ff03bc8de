"""The month as a function: enrol, bill, settle; what an edition is."""
