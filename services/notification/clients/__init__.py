"""What notification asks others for."""
