"""What keeps generated documents true; not part of the product."""
