"""What a check-in, a pulse and a concern are, and what follows from them; pure."""
