"""What a therapist does with exercises of their own, and what rooms above may ask of these."""
