"""What waits for the person who is signed in, across everything that they can read."""
