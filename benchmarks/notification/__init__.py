"""Notification measured against the kit's bare pipeline and a bare loop of aiosmtplib."""
