"""Proposals within quota and budget, annexes, the branch's batch file and its answer."""
