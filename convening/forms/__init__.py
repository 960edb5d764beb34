"""What one fills in while convening a dialogue."""
