"""The words of messages and their layout."""
