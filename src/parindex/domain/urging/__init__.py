"""Whom to remind of what, and when: the ladder of urging and the hours at which messages may leave."""
