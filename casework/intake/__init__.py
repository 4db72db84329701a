"""What reporters see: the front door, the report form, the receipt, and the page they come back to."""
