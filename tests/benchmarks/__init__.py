"""What the product promises, measured on the real server: `make bench`."""
