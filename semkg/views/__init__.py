"""What functions and comparison see of one epoch."""
