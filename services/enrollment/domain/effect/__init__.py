"""The effect of a programme on who stays and who is promoted, against comparable people who take no part."""
