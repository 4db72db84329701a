"""The verbs of staff: policy, change, trail entry; each its own short transactions."""
