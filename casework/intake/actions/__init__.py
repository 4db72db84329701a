"""What reporters do."""
