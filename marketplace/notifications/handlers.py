"""What this app does when something was committed elsewhere."""
