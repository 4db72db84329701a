"""Figures of closed quarters, published so that nobody can be picked out of them."""
