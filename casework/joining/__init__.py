"""Colleagues who join and leave: access given in one go, given back, and handed over."""
