"""The form in which a matching policy is edited. Pure: no I/O."""
