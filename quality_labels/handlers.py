"""What the stamping centre does when something was committed."""
