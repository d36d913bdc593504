"""What a therapist has before them: the caseload, one client or couple, and what is for the next session."""
