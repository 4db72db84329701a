"""What is done: one verb each, one transaction with its line on the trail."""
